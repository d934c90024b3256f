import type { BiographyEntry } from "../../vocabulary/member-event.ts";
import { valueInLine } from "../../vocabulary/visible-text.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord } from "../command/command.ts";
import { eventAsLine, valueAsText } from "./print-event.ts";

/** `events show`: one event with its biography and its story. */
export const eventsShow: Command = {
  words: ["events", "show"],
  reaches: "api",
  summary: "Show one event: what it says, what became of it, and the other events of its story.",
  usage: ["ID"],
  options: {},
  async run(given, { env, output }) {
    const eventId = readOneWord(given, "the event's id");
    const dossier = await apiOf(env)((api) => api.events.show.query({ eventId }));
    if (given.json) {
      output.print(JSON.stringify(dossier));
      return;
    }
    const { event, biography, story } = dossier;
    output.print(eventAsLine(event));
    output.print(`context      ${valueAsText(event.context)}`);
    output.print(`correlation  ${event.correlationId ?? "none"}`);
    if (event.causationId) output.print(`because of   ${event.causationId}`);
    for (const entry of biography) output.print(`${entry.at}  ${biographyAsText(entry)}`);
    if (story.length > 0) output.print("the same story:");
    for (const other of story) output.print(`  ${eventAsLine(other)}`);
  },
};

function biographyAsText(entry: BiographyEntry): string {
  switch (entry.kind) {
    case "stored":
      return "stored";
    case "published":
      return `recorded as published in the ${entry.layer} layer`;
    case "sent again":
      return `sent to the ${entry.layer} layer by the ${entry.cause}${entry.error ? `: ${valueInLine(entry.error)}` : ""}`;
    case "republished":
      return `republished to ${entry.target} (${entry.layer}) by ${entry.by}: ${valueInLine(entry.reason)} [${entry.state}]`;
    case "handled":
      return `handled by ${entry.handler} (${entry.delivery}): ${entry.outcome}`;
  }
}
