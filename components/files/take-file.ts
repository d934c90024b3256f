import { askForProof } from "../ask-for-proof.ts";
import { saveBlob } from "../ui/save-file.ts";

const UNPROVED = 412;

/** Why a file was not given, in the server's own sentence; null when it did not say. */
export class FileRefusal extends Error {
  readonly sentence: string | null;

  constructor(sentence: string | null) {
    super(sentence ?? "the file was not given");
    this.sentence = sentence;
  }
}

/**
 * Takes a prepared file and hands it to the browser to save. Asks the person to show again who they are where the server wants that.
 *
 * @throws FileRefusal; what fetch throws when the server does not answer or breaks off.
 */
export async function takeFile(fileId: string): Promise<void> {
  let answer = await ask(fileId);
  if (answer.status === UNPROVED && (await askForProof())) answer = await ask(fileId);
  if (!answer.ok) throw new FileRefusal(sentenceOf(await answer.json().catch(() => null)));
  const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? fileId;
  saveBlob(name, await answer.blob());
}

function ask(fileId: string): Promise<Response> {
  return fetch(`/api/files/${encodeURIComponent(fileId)}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
}

function sentenceOf(body: unknown): string | null {
  const error: unknown = Object(body).error;
  return typeof error === "string" ? error : null;
}
