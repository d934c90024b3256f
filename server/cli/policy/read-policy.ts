import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { type PolicyFault, snsMessage } from "../../filter-policy/parse/policy-fault.ts";
import { type Policy, policyScopes } from "../../filter-policy/policy.ts";
import { CommandFailure, type Output, UsageError } from "../command/command.ts";

/**
 * Reads a file that an option names, without its byte order mark; - is standard input.
 *
 * @throws CommandFailure that names the file and why it cannot be read.
 */
export async function readInput(file: string): Promise<string> {
  try {
    const read = file === "-" ? await text(process.stdin) : await readFile(file, "utf8");
    return read.replace(/^\ufeff/, "");
  } catch (error) {
    throw new CommandFailure(`The file ${file} cannot be read: ${error instanceof Error ? error.message : error}.`);
  }
}

/** @throws UsageError when the scope is none of SNS's two. */
export function readScope(scope: string): Policy["scope"] {
  const known = policyScopes.find((one) => one === scope);
  if (known === undefined) throw new UsageError(`--scope must be ${policyScopes.join(" or ")}, not "${scope}".`);
  return known;
}

/**
 * Reads a filter policy from a file and says what may not do what was meant.
 *
 * @throws CommandFailure with SNS's text, the place and the way out.
 */
export async function readPolicy(file: string, scope: string, output: Output): Promise<Policy> {
  const known = readScope(scope);
  const text = await readInput(file);
  const { policy, fault } = parsePolicy(text, known);
  if (policy === undefined) throw new CommandFailure(faultAsText(fault, text));
  for (const { words, at } of policy.warnings) output.say(`${placeOf(at, text)}: ${words.en}`);
  return policy;
}

function faultAsText(fault: PolicyFault, text: string): string {
  return `${snsMessage(fault, "Subscribe")}\n${placeOf(fault.at, text)}: ${fault.hint.en}`;
}

function placeOf(at: number, text: string): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}
