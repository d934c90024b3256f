import { z } from "zod";
import { sendOrders } from "../../vocabulary/choices/send-choices.ts";
import { planRequestSchema } from "../../vocabulary/republish-order.ts";
import { type Given, readOptions, UsageError, wholeNumber } from "../command/command.ts";
import { conditionOptions, conditionsOfOptions } from "../events/condition-flags.ts";
import { readInput, readScope } from "../policy/read-policy.ts";

const layer = z.enum(["internal", "external"], { error: "must be internal or external" });

const orderOptionsSchema = z.object({
  layer: layer.default("internal"),
  to: z.string({ error: "must be given: ALL, or one subscriber's id" }),
  rate: wholeNumber(1, 10_000).optional(),
  "event-ids": z.string().optional(),
  members: z.string().optional(),
  policy: z.string().optional(),
  scope: z.string().optional(),
  subscriber: z.string().optional(),
  without: z.string().optional(),
  "held-by": z.string().optional(),
  "of-job": z.string().optional(),
  order: z.enum(sendOrders, { error: `must be ${sendOrders.join(", ")}` }).optional(),
  "first-lot": wholeNumber(1, 100_000).optional(),
  "start-at": z.string().optional(),
  reason: z.string().optional(),
  ticket: z.string().optional(),
  key: z.string().optional(),
  plan: z.string().optional(),
});

/** The options of a plan. */
export const planOptions = {
  ...conditionOptions,
  ...Object.fromEntries(
    [
      "layer",
      "to",
      "rate",
      "event-ids",
      "members",
      "policy",
      "scope",
      "subscriber",
      "without",
      "held-by",
      "of-job",
    ].map((name) => [name, { type: "string" }] as const),
  ),
} as const;

/** The options of an order. */
export const orderOptions = {
  ...planOptions,
  ...Object.fromEntries(
    ["order", "first-lot", "start-at", "reason", "ticket", "key", "plan"].map(
      (name) => [name, { type: "string" }] as const,
    ),
  ),
} as const;

/** How a selection is written. */
export const selectionUsage: readonly string[] = [
  "Which events: everything that is given must hold, conditions as for events search (see memberscope events search --help).",
  "  --event-ids FILE  --members FILE     ids, one a line, of up to 100,000 events or 10,000 members; - is standard input",
  "  --policy FILE [--scope S]            what an SNS filter policy lets through",
  "  --subscriber ID [--without FILE]     what a subscriber should have received, less the event ids it has: its gap",
  "  --subscriber ID --held-by URL        the same less what a registered address answers that it has, in the conditions' period",
  "  --of-job JOB                         the events of an earlier job",
  "--to is ALL or one subscriber's id. --layer is internal unless given, or external. --rate is events a second.",
];

/**
 * What options say of a plan and of an order.
 *
 * @throws UsageError for an option that breaks its rule, CommandFailure for a file that cannot be read.
 */
export async function readOrderOptions({ values }: Given) {
  const given = readOptions(orderOptionsSchema, values);
  const conditions = conditionsOfOptions(values);
  const [eventIds, members, without] = await Promise.all(
    [given["event-ids"], given.members, given.without].map((file) => (file === undefined ? undefined : readList(file))),
  );
  const policy =
    given.policy === undefined
      ? undefined
      : { text: await readInput(given.policy), scope: readScope(given.scope ?? "MessageAttributes") };
  const selection = {
    ...(conditions.length > 0 && { conditions }),
    ...(eventIds && { eventIds }),
    ...(members && { members }),
    ...(policy && { policy }),
    ...(given.subscriber !== undefined && { subscriber: given.subscriber }),
    ...(without && { without }),
    ...(given["of-job"] !== undefined && { ofJob: { jobId: given["of-job"] } }),
  };
  const request = { selection, layer: given.layer, target: given.to, ...(given.rate && { rate: given.rate }) };
  const parsed = planRequestSchema.safeParse(request);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.slice(0, 2).join(".")}: ${message}.`);
    throw new UsageError([...new Set(faults)].join("\n"));
  }
  return { request: parsed.data, given };
}

async function readList(file: string): Promise<string[]> {
  const text = await readInput(file);
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ""))];
}
