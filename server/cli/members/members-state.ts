import { z } from "zod";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions } from "../command/command.ts";
import { valueAsText } from "../events/print-event.ts";

const optionsSchema = z.object({
  at: z.iso.datetime({ offset: true, error: "must be a time with zone, like 2026-11-21T09:00:00Z" }).optional(),
});

/** `members state`: a member's state rebuilt from events, now or at a moment. */
export const membersState: Command = {
  words: ["members", "state"],
  reaches: "api",
  summary: "Show a member's state rebuilt from events: each field with the event that set it.",
  usage: ["ID [--at T]", "T is a time with zone, like 2026-11-21T09:00:00Z; now unless given."],
  options: { at: { type: "string" } },
  async run(given, { env, output }) {
    const memberId = readOneWord(given, "the member's id");
    const { at } = readOptions(optionsSchema, given.values);
    const state = await apiOf(env)((api) => api.members.stateAt.query({ memberId, ...(at !== undefined && { at }) }));
    if (state.fields.every((field) => field.state === "unknown")) {
      output.say(
        `No event sets a field of the state of the member ${memberId} by then. Check the id, or give a later time. ` +
          "Which actions set fields stands in server/records/state-fields.ts.",
      );
    }
    if (given.json) {
      output.print(JSON.stringify(state));
      return;
    }
    output.print(`member ${memberId} at ${state.at}`);
    const width = Math.max(...state.fields.map(({ field }) => field.length));
    for (const { field, state: known, value, setBy } of state.fields) {
      const text = known === "known" ? valueAsText(value) : "unknown";
      const by = setBy === null ? "" : `  (${setBy.occurredAt}  ${setBy.action}  ${setBy.eventId})`;
      output.print(`${field.padEnd(width)}  ${text}${by}`);
    }
  },
};
