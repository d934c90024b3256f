import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord } from "../command/command.ts";
import { readJsonFile } from "./read-json-file.ts";

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
    const catalog = await readJsonFile(file);
    const { added, changed } = await call((api) => api.catalog.push.mutate({ catalog }));
    output.print(given.json ? JSON.stringify({ added, changed }) : `${added} versions added, ${changed} changed.`);
  },
};
