import type { CheckedVersion } from "../../vocabulary/catalog-check.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, CommandFailure, readOneWord } from "../command/command.ts";
import { readJsonFile } from "./read-json-file.ts";

/** `catalog check`: whether a push would be taken, for builds. */
export const catalogCheck: Command = {
  words: ["catalog", "check"],
  reaches: "api",
  summary: "Say whether a push of this catalog would be taken now, and what it would change; changes nothing.",
  usage: ["FILE.json", "Exit code 1 when it would be refused: for builds. Any token will do."],
  options: {},
  async run(given, { env, output }) {
    const file = readOneWord(given, "the catalog's file");
    const call = apiOf(env);
    const catalog = await readJsonFile(file);
    const { isTaken, versions } = await call((api) => api.catalog.check.query({ catalog }));
    if (given.json) output.print(JSON.stringify({ isTaken, versions }));
    else {
      for (const version of versions) if (version.outcome !== "same") output.print(asLine(version));
      const same = versions.filter(({ outcome }) => outcome === "same").length;
      output.print(`${same} of ${versions.length} versions are as they are stored.`);
    }
    if (!isTaken) throw new CommandFailure("The push would be refused as a whole.");
  },
};

function asLine({ action, version, outcome, becomesCurrent, why }: CheckedVersion): string {
  const current = becomesCurrent ? ", and becomes the current one" : "";
  return `${outcome}: ${action} v${version}${current}${why === null ? "" : `: ${why}`}`;
}
