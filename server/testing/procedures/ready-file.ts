import { connect } from "../../db.ts";
import { answerFile } from "../../records/files/answer-file.ts";
import { askEventFile } from "../../records/files/ask-file.ts";
import { makeFile } from "../../records/files/make-file.ts";
import { askEventFileSchema } from "../../vocabulary/oversight/prepared-file.ts";
import { makeActor } from "../actors.ts";
import type { TestDatabase } from "../database.ts";

/** A file of all events that an analyst has asked for, another has approved and a worker has made with this key. */
export async function makeReadyFile(
  database: TestDatabase,
  fileKey: string,
): Promise<{ fileId: string; login: string }> {
  const [asker, second] = [await makeActor(database.owner(), "analyst"), await makeActor(database.owner(), "admin")];
  const web = connect({ url: database.url("web"), name: "test", max: 1 });
  const worker = connect({ url: database.url("worker"), name: "test", max: 2 });
  try {
    const order = askEventFileSchema.parse({ conditions: [], reason: "a test needs it" });
    const { fileId } = await askEventFile(web, asker, order);
    await answerFile(web, second, { fileId, answer: "approve" });
    await makeFile(worker, { fileKey, signal: new AbortController().signal });
    return { fileId, login: asker.login };
  } finally {
    await Promise.all([web.$client.end(), worker.$client.end()]);
  }
}
