import { z } from "zod";
import { matchPolicy } from "../../filter-policy/match/match-policy.ts";
import { type JsonNode, readJsonTree } from "../../filter-policy/parse/json-tree.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { snsMessage } from "../../filter-policy/parse/policy-fault.ts";
import { type Command, CommandFailure, readOptions, refuseWords } from "../command/command.ts";
import { readInput } from "./read-policy.ts";

const optionsSchema = z.object({
  cases: z.string({ error: "must be given: a file with one case a line, or - for standard input" }).min(1),
});

const caseSchema = z.object({
  id: z.union([z.string(), z.number()]),
  scope: z.string().default("MessageAttributes"),
  policyText: z.string().optional(),
  attributes: z.record(z.string(), z.object({ Type: z.string(), Value: z.string().optional() })).optional(),
  body: z.string().optional(),
});

/** `policy test`: whether SNS would deliver messages, offline. */
export const policyTest: Command = {
  words: ["policy", "test"],
  reaches: "files",
  summary: "Say for each case of a file whether SNS would deliver its message; needs no server.",
  usage: [
    "--cases FILE.jsonl",
    "A line is {id, scope?, policy | policyText, attributes | body}; attributes are {name: {Type, Value}}.",
    "Prints {id, matches}, or {id, error} with the text of SNS for a policy that it would refuse.",
  ],
  options: { cases: { type: "string" } },
  async run(given, { output }) {
    refuseWords(given);
    const lines = (await readInput(readOptions(optionsSchema, given.values).cases)).split("\n");
    const faults: string[] = [];
    for (const [index, line] of lines.entries()) {
      if (line.trim() === "") continue;
      const answer = answerCase(line);
      if (typeof answer === "string") faults.push(`Line ${index + 1}: ${answer}`);
      else output.print(JSON.stringify(answer));
    }
    if (faults.length > 0) throw new CommandFailure(`${faults.join("\n")}\nCorrect these lines.`);
  },
};

/** The answer to one line, or why it is no case. */
function answerCase(
  line: string,
): { id: string | number; matches: boolean } | { id: string | number; error: string } | string {
  const { root, fault } = readJsonTree(line);
  if (root === undefined) return `is not JSON: ${fault.message} (column ${fault.at + 1}).`;
  const parsed = caseSchema.safeParse(JSON.parse(line));
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the line"}: ${message}.`).join(" ");
  }
  const { id, scope, attributes, body, policyText: given } = parsed.data;
  const spelled = policyIn(root, line);
  if (given !== undefined && spelled !== undefined) return "gives both policy and policyText. Give one of them.";
  const policyText = given ?? spelled;
  if (policyText === undefined) return "gives neither policy nor policyText. Give one of them.";
  const { policy, fault: refused } = parsePolicy(policyText, scope);
  if (policy === undefined) return { id, error: snsMessage(refused, "Subscribe") };
  const message = { ...(attributes === undefined ? {} : { attributes }), ...(body === undefined ? {} : { body }) };
  return { id, matches: matchPolicy(policy, message) };
}

/** The policy as it is spelled in the line: parsed and printed again, large numbers would be others. */
function policyIn(root: JsonNode, line: string): string | undefined {
  if (root.kind !== "object") return undefined;
  const value = root.entries.findLast(({ key }) => key === "policy")?.value;
  if (value === undefined) return undefined;
  if (value.kind === "object" || value.kind === "array") return line.slice(value.at, value.end + 1);
  return value.kind === "string" ? JSON.stringify(value.value) : line.slice(value.at).replace(/[\s,}].*$/s, "");
}
