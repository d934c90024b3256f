import { z } from "zod";
import { readCatalog } from "../../catalog/catalog-faults.ts";
import { type TypesLanguage, typesLanguages, writeTypes } from "../../catalog/write-types.ts";
import { type Command, CommandFailure, readOneWord, readOptions } from "../command/command.ts";
import { readJsonFile } from "./read-json-file.ts";

const optionsSchema = z.object({
  language: z.enum(typesLanguages, { error: `must be one of ${typesLanguages.join(", ")}` }).default("typescript"),
});

/** `catalog types`: what producers write, as types of their language. */
export const catalogTypes: Command = {
  words: ["catalog", "types"],
  reaches: "files",
  summary: "Print types of the events in a catalog file, for producers; needs no server.",
  usage: ["FILE.json [--language typescript|java|python]", "Of each action its newest version."],
  options: { language: { type: "string" } },
  async run(given, { output }) {
    const { language }: { language: TypesLanguage } = readOptions(optionsSchema, given.values);
    const read = readCatalog(await readJsonFile(readOneWord(given, "the catalog's file")));
    if ("faults" in read) {
      throw new CommandFailure(read.faults.map(({ path, rule }) => `${path}: ${rule}.`).join("\n"));
    }
    const text = writeTypes(read.catalog, language);
    output.print(given.json ? JSON.stringify({ language, text }) : text);
  },
};
