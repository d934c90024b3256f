import { z } from "zod";
import { explainPolicy } from "../../filter-policy/explain/explain-policy.ts";
import { linesOf } from "../../filter-policy/explain/print-explanation.ts";
import type { PolicyMessage } from "../../filter-policy/policy.ts";
import { languages } from "../../vocabulary/languages.ts";
import { type Command, CommandFailure, readOptions, refuseWords, UsageError } from "../command/command.ts";
import { readInput, readPolicy } from "./read-policy.ts";

const optionsSchema = z.object({
  policy: z.string({ error: "must be given: a file with a filter policy" }).min(1),
  scope: z.string().default("MessageAttributes"),
  attributes: z.string().optional(),
  body: z.string().optional(),
  language: z.enum(languages, { error: `must be ${languages.join(" or ")}` }).default("en"),
});

const attributesSchema = z.record(z.string(), z.object({ Type: z.string(), Value: z.string().optional() }), {
  error: "an object like {name: {Type, Value}}",
});

/** `policy explain`: why SNS would deliver a message or not, offline. */
export const policyExplain: Command = {
  words: ["policy", "explain"],
  reaches: "files",
  summary: "Explain why SNS would deliver a message or not; needs no server.",
  usage: [
    `--policy FILE [--scope MessageAttributes|MessageBody] [--attributes FILE | --body FILE] [--language ${languages.join("|")}]`,
    "The attributes are a JSON object {name: {Type, Value}}, the body is the message's text. One FILE may be -.",
  ],
  options: Object.fromEntries(
    ["policy", "scope", "attributes", "body", "language"].map((name) => [name, { type: "string" }] as const),
  ),
  async run(given, { output }) {
    refuseWords(given);
    const options = readOptions(optionsSchema, given.values);
    const { scope, attributes, body } = options;
    if ([options.policy, attributes, body].filter((file) => file === "-").length > 1)
      throw new UsageError("Only one file may be -: there is one standard input.");
    if (scope === "MessageBody" && body === undefined)
      throw new UsageError("--body must be given with the scope MessageBody.");
    const policy = await readPolicy(options.policy, scope, output);
    const message: PolicyMessage = {
      ...(attributes === undefined ? {} : { attributes: readAttributes(await readInput(attributes)) }),
      ...(body === undefined ? {} : { body: await readInput(body) }),
    };
    const explanation = explainPolicy(policy, message);
    if (given.json) output.print(JSON.stringify(explanation));
    else for (const line of linesOf(explanation, options.language)) output.print(line);
  },
};

function readAttributes(text: string): z.infer<typeof attributesSchema> {
  try {
    return attributesSchema.parse(JSON.parse(text));
  } catch {
    throw new CommandFailure(
      'The attributes are not readable: give a JSON object like {"action": {"Type": "String", "Value": "..."}}.',
    );
  }
}
