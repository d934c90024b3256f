import { z } from "zod";
import { type EventFilter, eventFilterSchema } from "../../vocabulary/event-filter.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOptions, refuseWords, UsageError, wholeNumber } from "../command/command.ts";
import { readInput, readScope } from "../policy/read-policy.ts";
import { printEvents } from "./print-events.ts";

const optionsSchema = z.object({
  member: z.array(z.string()).optional(),
  action: z.array(z.string()).optional(),
  changed: z.array(z.string()).optional(),
  attribute: z.array(z.string()).optional(),
  device: z.string().optional(),
  ip: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  unpublished: z.boolean().optional(),
  policy: z.string().optional(),
  scope: z.string().optional(),
  layer: z.enum(["internal", "external"], { error: "must be internal or external" }).optional(),
  limit: wholeNumber(1, 100_000).default(50),
});

/** Which option a filter's field came from. */
const optionOf: Record<string, string> = { members: "member", actions: "action", attributes: "attribute" };

/** `events search`: finds events by structured conditions. */
export const eventsSearch: Command = {
  words: ["events", "search"],
  summary: "Find events, newest first.",
  usage: [
    "[--member ID]... [--action A]... [--changed NAME]... [--attribute NAME=VALUE]... [--device D] [--ip A]",
    "[--from T] [--to T] [--unpublished] [--policy FILE [--scope S] [--layer L]] [--limit N]",
    "Different options must all hold; values of one option are alternatives, but for --attribute. VALUE is text, a",
    'number, true or false; "5" in quotes is text. T is a time with zone, like 2026-11-21T09:00:00Z. N is 50 unless given.',
    "--policy finds what an SNS filter policy lets through. S is MessageAttributes unless given, or MessageBody; L is",
    "the topic, internal unless given, or external.",
  ],
  options: {
    ...Object.fromEntries(
      ["member", "action", "changed", "attribute"].map((name) => [name, { type: "string", multiple: true }] as const),
    ),
    ...Object.fromEntries(
      ["device", "ip", "from", "to", "limit", "policy", "scope", "layer"].map(
        (name) => [name, { type: "string" }] as const,
      ),
    ),
    unpublished: { type: "boolean" },
  },
  async run(given, { env, output }) {
    refuseWords(given);
    const { limit, policy: file, scope, layer = "internal", ...options } = readOptions(optionsSchema, given.values);
    const filter = filterOf(options);
    const to = { limit, json: given.json, output };
    if (file === undefined) {
      if (scope !== undefined || given.values.layer !== undefined) {
        throw new UsageError("--scope and --layer say how to read a policy: give --policy FILE, too.");
      }
      const call = apiOf(env);
      await printEvents((page) => call((api) => api.events.search.query({ filter, ...page })), to);
      return;
    }
    const asked = { policy: await readInput(file), scope: readScope(scope ?? "MessageAttributes"), layer, filter };
    const call = apiOf(env);
    await printEvents((page) => call((api) => api.events.searchByPolicy.query({ ...asked, ...page })), to);
  },
};

/**
 * The filter that options say.
 *
 * @throws UsageError that names the option, its rule and the way out.
 */
export function filterOf(
  options: Omit<z.infer<typeof optionsSchema>, "limit" | "policy" | "scope" | "layer">,
): EventFilter {
  const { member, action, attribute, ...same } = options;
  const wanted = { ...same, members: member, actions: action, attributes: attribute?.map(readAttribute) };
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const parsed = eventFilterSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const field = String(path[0]);
    return `--${optionOf[field] ?? field} ${message}.`;
  });
  throw new UsageError(faults.join("\n"));
}

function readAttribute(text: string): { name: string; value: string | number | boolean } {
  const at = text.indexOf("=");
  if (at < 1) {
    throw new UsageError(`--attribute must be NAME=VALUE, not "${text}": write it like --attribute status=logged-in.`);
  }
  return { name: text.slice(0, at), value: readValue(text.slice(at + 1)) };
}

function readValue(text: string): string | number | boolean {
  const parsed = z
    .union([z.string(), z.number(), z.boolean()])
    .safeParse(/^("|-?\d|true$|false$)/.test(text) ? parseJson(text) : text);
  return parsed.success ? parsed.data : text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
