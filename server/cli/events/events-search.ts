import { z } from "zod";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOptions, refuseWords, UsageError, wholeNumber } from "../command/command.ts";
import { readInput, readScope } from "../policy/read-policy.ts";
import { conditionOptions, conditionsOfOptions, conditionUsage } from "./condition-flags.ts";
import { printEvents } from "./print-events.ts";

const optionsSchema = z.object({
  policy: z.string().optional(),
  scope: z.string().optional(),
  layer: z.enum(["internal", "external"], { error: "must be internal or external" }).optional(),
  limit: wholeNumber(1, 100_000).default(50),
});

/** `events search`: finds events by conditions, by an SNS filter policy, or by both. */
export const eventsSearch: Command = {
  words: ["events", "search"],
  reaches: "api",
  summary: "Find events, newest first.",
  usage: [
    "[CONDITION]... [--policy FILE [--scope S] [--layer L]] [--limit N]",
    ...conditionUsage,
    "--policy finds what an SNS filter policy lets through. S is MessageAttributes unless given, or MessageBody; L is",
    "the topic, internal unless given, or external. A policy sees the stored shape of an event, conditions that of its",
    "action's current version, as it is printed. N is 50 unless given.",
  ],
  options: {
    ...conditionOptions,
    ...Object.fromEntries(["limit", "policy", "scope", "layer"].map((name) => [name, { type: "string" }] as const)),
  },
  async run(given, { env, output }) {
    refuseWords(given);
    const { policy: file, scope, layer, limit } = readOptions(optionsSchema, given.values);
    const conditions = conditionsOfOptions(given.values);
    const to = { limit, json: given.json, output };
    if (file === undefined) {
      if (scope !== undefined || layer !== undefined) {
        throw new UsageError("--scope and --layer say how to read a policy: give --policy FILE, too.");
      }
      const call = apiOf(env);
      await printEvents((page) => call((api) => api.events.search.query({ conditions, ...page })), to);
      return;
    }
    const asked = {
      policy: await readInput(file),
      scope: readScope(scope ?? "MessageAttributes"),
      layer: layer ?? "internal",
      conditions,
    };
    const call = apiOf(env);
    await printEvents((page) => call((api) => api.events.searchByPolicy.query({ ...asked, ...page })), to);
  },
};
