import { z } from "zod";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, readOptions, wholeNumber } from "../command/command.ts";
import { printEvents } from "../events/print-events.ts";

const optionsSchema = z.object({ limit: wholeNumber(1, 100_000).default(50) });

/** `members timeline`: what happened to one member. */
export const membersTimeline: Command = {
  words: ["members", "timeline"],
  reaches: "api",
  summary: "Show what happened to a member, newest first.",
  usage: ["ID [--limit N]", "N is 50 unless given."],
  options: { limit: { type: "string" } },
  async run(given, { env, output }) {
    const memberId = readOneWord(given, "the member's id");
    const { limit } = readOptions(optionsSchema, given.values);
    const call = apiOf(env);
    await printEvents((page) => call((api) => api.members.timeline.query({ memberId, ...page })), {
      limit,
      json: given.json,
      output,
    });
  },
};
