import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type RecordEvent, recordEventSchema } from "../../event-storage/store/record-event.ts";
import { firstInexactNumber } from "../../exact-number.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, CommandFailure, readOptions, refuseWords } from "../command/command.ts";

const optionsSchema = z.object({
  file: z.string({ error: "must be given: a file with one event a line, or - for standard input" }).min(1),
});

/** `events record`: records events from a file, one a line. */
export const eventsRecord: Command = {
  words: ["events", "record"],
  reaches: "api",
  summary: "Record events from a file of JSON lines; prints their ids.",
  usage: [
    "--file FILE.jsonl",
    "A line is {memberId, action, attributes, context?, occurredAt?, version?, sourceEventId?, correlationId?, causationId?}.",
    "With sourceEventId a line that was recorded before gives the first event's id, so that a file can be sent again.",
    "FILE is - for standard input. Nothing is recorded when a line cannot be read.",
  ],
  options: { file: { type: "string" } },
  async run(given, { env, output }) {
    refuseWords(given);
    const { file } = readOptions(optionsSchema, given.values);
    const call = apiOf(env);
    const events = readEvents(await readText(file));
    let refused = 0;
    for (const { line, event } of events) {
      try {
        const answer = await call((api) => api.events.record.mutate(event));
        output.print(given.json ? JSON.stringify({ line, ...answer }) : answer.eventId);
      } catch (error) {
        if (!(error instanceof CommandFailure)) throw error;
        refused += 1;
        output.say(`Line ${line}: ${error.message}`);
      }
    }
    if (refused > 0) {
      throw new CommandFailure(
        `${refused} of ${events.length} lines were not recorded. Correct them and send these lines again.`,
      );
    }
  },
};

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file === "-" ? "/dev/stdin" : file, "utf8");
  } catch (error) {
    throw new CommandFailure(`The file ${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

/**
 * Reads the lines of a file of events; empty lines are left out.
 *
 * @throws CommandFailure that names every line that is no event, and why.
 */
function readEvents(text: string): { line: number; event: RecordEvent }[] {
  const events: { line: number; event: RecordEvent }[] = [];
  const faults: string[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const inexact = firstInexactNumber(line);
    if (inexact !== undefined) {
      faults.push(`Line ${at + 1}: ${inexact} would be rounded on its way; write it as text.`);
      continue;
    }
    const parsed = recordEventSchema.safeParse(parseJson(line));
    if (parsed.success) events.push({ line: at + 1, event: parsed.data });
    else faults.push(`Line ${at + 1}: ${parsed.error.issues.map(faultOf).join("; ")}.`);
  }
  if (faults.length === 0) return events;
  throw new CommandFailure(`${faults.join("\n")}\nNothing was recorded. Correct these lines.`);
}

function faultOf({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? `is no event as a JSON object (${message})` : `${path.join(".")}: ${message}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
