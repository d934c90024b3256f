import { z } from "zod";
import { outcomeHead, outcomeLine } from "../../vocabulary/files/outcome-file.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions } from "../command/command.ts";

const optionsSchema = z.object({ csv: z.boolean().optional() });

/** `republish outcomes`: what became of every event of a job, as lines of JSON or as CSV. */
export const republishOutcomes: Command = {
  words: ["republish", "outcomes"],
  reaches: "api",
  summary: "List what became of every event of a job, one JSON object a line, or as CSV.",
  usage: ["JOB [--csv]"],
  options: { csv: { type: "boolean" } },
  async run(given, { env, output }) {
    const jobId = readOneWord(given, "the job's id");
    const { csv = false } = readOptions(optionsSchema, given.values);
    const call = apiOf(env);
    const format = csv ? "csv" : "ndjson";
    const head = outcomeHead(format);
    if (head !== null) output.print(head);
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await call((api) => api.republish.outcomes.query({ jobId, ...(cursor && { cursor }) }));
      for (const one of page.outcomes) output.print(outcomeLine(format, one));
      cursor = page.nextCursor;
    }
  },
};
