import { z } from "zod";
import { csvCell } from "../../records/export-records.ts";
import type { ItemOutcome } from "../../vocabulary/republish-job.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions } from "../command/command.ts";

const columns = [
  "eventId",
  "memberId",
  "state",
  "attempts",
  "snsMessageId",
  "sentAt",
  "confirmedAt",
  "error",
  "skippedBecause",
] as const satisfies readonly (keyof ItemOutcome)[];

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
    if (csv) output.print(columns.join(","));
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await call((api) => api.republish.outcomes.query({ jobId, ...(cursor && { cursor }) }));
      for (const one of page.outcomes) {
        output.print(csv ? columns.map((column) => csvCell(one[column])).join(",") : JSON.stringify(one));
      }
      cursor = page.nextCursor;
    }
  },
};
