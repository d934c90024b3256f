import { readFile } from "node:fs/promises";
import { apiOf } from "../command/api-client.ts";
import { type Command, CommandFailure, readOneWord } from "../command/command.ts";

/** `catalog push`: brings the event catalog to what a file says. */
export const catalogPush: Command = {
  words: ["catalog", "push"],
  reaches: "api",
  summary: "Bring the event catalog to what a file says: all of it, or nothing when it has a fault.",
  usage: [
    "FILE.json",
    "Actions that the file does not name stay. The same file again changes nothing. Needs an admin's token.",
  ],
  options: {},
  async run(given, { env, output }) {
    const file = readOneWord(given, "the catalog's file");
    const call = apiOf(env);
    const catalog = await readJson(file);
    const { added, changed } = await call((api) => api.catalog.push.mutate({ catalog }));
    output.print(given.json ? JSON.stringify({ added, changed }) : `${added} versions added, ${changed} changed.`);
  },
};

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new CommandFailure(`The file ${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandFailure(`The file ${file} is no JSON: ${error instanceof Error ? error.message : error}.`);
  }
}
