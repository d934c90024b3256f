import { z } from "zod";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOptions, refuseWords, UsageError, wholeNumber } from "../command/command.ts";
import { readInput, readScope } from "../policy/read-policy.ts";
import { conditionOptions, conditionsOfOptions, conditionUsage } from "./condition-flags.ts";
import { printEvents } from "./print-events.ts";
import { viewNamed } from "./view-named.ts";

const optionsSchema = z.object({
  policy: z.string().optional(),
  scope: z.string().optional(),
  layer: z.enum(["internal", "external"], { error: "must be internal or external" }).optional(),
  view: z.string().optional(),
  limit: wholeNumber(1, 100_000).default(50),
});

/** `events search`: finds events by conditions, by an SNS filter policy, or by both, as they are given or as a saved view has them. */
export const eventsSearch: Command = {
  words: ["events", "search"],
  reaches: "api",
  summary: "Find events, newest first.",
  usage: [
    "[CONDITION]... [--view NAME] [--policy FILE [--scope S] [--layer L]] [--limit N]",
    ...conditionUsage,
    "--view asks what a saved view asks, beside what else is given; OWNER/NAME is that person's. events views lists them.",
    "--policy finds what an SNS filter policy lets through. S is MessageAttributes unless given, or MessageBody; L is",
    "the topic, internal unless given, or external. A policy sees the stored shape of an event, conditions that of its",
    "action's current version, as it is printed. N is 50 unless given.",
  ],
  options: {
    ...conditionOptions,
    ...Object.fromEntries(
      ["limit", "view", "policy", "scope", "layer"].map((name) => [name, { type: "string" }] as const),
    ),
  },
  async run(given, { env, output }) {
    refuseWords(given);
    const { policy: file, scope, layer, view: name, limit } = readOptions(optionsSchema, given.values);
    const to = { limit, json: given.json, output };
    const ownConditions = conditionsOfOptions(given.values);
    if (file === undefined && (scope !== undefined || layer !== undefined)) {
      throw new UsageError("--scope and --layer say how to read a policy: give --policy FILE, too.");
    }
    const call = apiOf(env);
    const view = name === undefined ? null : await viewNamed(call, name);
    if (view !== null && view.sequence !== null) {
      throw new UsageError(`The view "${view.name}" is a sequence: events sequence --view asks it.`);
    }
    if (file !== undefined && view !== null && view.policy !== null) {
      throw new UsageError(`The view "${view.name}" has a policy of its own: leave --policy out.`);
    }
    const conditions = [...(view?.conditions ?? []), ...ownConditions];
    const policy =
      file === undefined
        ? (view?.policy ?? null)
        : {
            text: await readInput(file),
            scope: readScope(scope ?? "MessageAttributes"),
            layer: layer ?? ("internal" as const),
          };
    if (policy === null) {
      await printEvents((page) => call((api) => api.events.search.query({ conditions, ...page })), to);
      return;
    }
    const asked = { policy: policy.text, scope: policy.scope, layer: policy.layer, conditions };
    await printEvents((page) => call((api) => api.events.searchByPolicy.query({ ...asked, ...page })), to);
  },
};
