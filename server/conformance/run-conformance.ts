import type { ConformanceAccount } from "../messaging/conformance-account.ts";
import type { AskedCase, ConformancePlan, PolicyGroup } from "./plan-conformance.ts";
import { type InvalidPolicyCase, REFUSED_AT_PUBLISH } from "./policy-cases.ts";
import { type GroupAnswer, runRounds, type Subscribed } from "./run-rounds.ts";

/**
 * What a case came to: SNS `agrees` or `differs`; `unproven` when nothing showed that its policy was in force; `not asked`
 * when SNS refuses the message itself.
 */
export type Verdict = "agrees" | "differs" | "unproven" | "not asked";

/** A case, what this product says of it, and what SNS said. */
export type CaseResult = {
  id: string;
  kind: "match" | "contested" | "invalid";
  verdict: Verdict;
  expected: string;
  found: string;
};

/** What a run needs besides the account. */
export type ConformanceRun = {
  /** SNS takes up to 15 minutes until a policy is in force. */
  patienceMs: number;
  /** Ends the run between two requests. */
  signal: AbortSignal;
  /** Says how far it is. */
  say(line: string): void;
};

/**
 * Asks SNS every case of a plan. What it makes is left to the caller to remove, whatever happens.
 *
 * @throws what SNS or SQS answers, but for refusals of policies and messages; and when the signal ends it.
 */
export async function runConformance(
  account: ConformanceAccount,
  { groups, invalid }: ConformancePlan,
  run: ConformanceRun,
): Promise<CaseResult[]> {
  await account.makeQueue();
  const subscribed: Subscribed[] = [];
  const results: CaseResult[] = [];
  for (const [index, group] of groups.entries()) {
    run.signal.throwIfAborted();
    const topicArn = await account.makeTopic(`policy-${index + 1}`);
    const answer = await account.subscribe(topicArn, attributesOf({ ...group, policyText: group.policy }));
    if ("arn" in answer) subscribed.push({ group, topicArn });
    else results.push(...group.cases.map((one) => judgeRefusal(one, answer.refusal)));
  }
  run.say(`${subscribed.length} subscriptions are made.`);
  // These need no time to be in force, so that the policies get some meanwhile.
  results.push(...(await askInvalid(account, invalid, run)));
  const answers = await runRounds(account, subscribed, run);
  for (const [group, answer] of answers) results.push(...group.cases.map((one) => judge(one, group, answer)));
  return results;
}

async function askInvalid(
  account: ConformanceAccount,
  invalid: readonly InvalidPolicyCase[],
  { signal }: ConformanceRun,
): Promise<CaseResult[]> {
  if (invalid.length === 0) return [];
  const refusing = await account.makeTopic("invalid-subscribe");
  const setting = await account.subscribe(await account.makeTopic("invalid-set"), {});
  if ("refusal" in setting) throw new Error(`SNS refuses a subscription without a policy: ${setting.refusal}`);
  const results: CaseResult[] = [];
  for (const one of invalid) {
    signal.throwIfAborted();
    const found =
      one.call === "Subscribe"
        ? await refusalAtSubscribe(account, refusing, one)
        : await account.setAttributes(setting.arn, attributesOf(one));
    const isAsExpected = found !== null && firstLine(found) === firstLine(one.message);
    const verdict = isAsExpected ? "agrees" : "differs";
    results.push({ id: one.id, kind: "invalid", verdict, expected: one.message, found: found ?? "accepted" });
  }
  return results;
}

async function refusalAtSubscribe(
  account: ConformanceAccount,
  topicArn: string,
  invalid: InvalidPolicyCase,
): Promise<string | null> {
  const answer = await account.subscribe(topicArn, attributesOf(invalid));
  if ("refusal" in answer) return answer.refusal;
  // Otherwise the next one would meet a subscription that is there already.
  await account.unsubscribe(answer.arn);
  return null;
}

/** The scope first: SNS reads a policy in the scope that is set. */
function attributesOf({ scope, policyText }: { scope: string; policyText: string }): Record<string, string> {
  return { FilterPolicyScope: scope, FilterPolicy: policyText };
}

function judgeRefusal({ id, expected, isContested }: AskedCase, refusal: string): CaseResult {
  const isAsExpected = typeof expected === "string" && firstLine(refusal).endsWith(firstLine(expected));
  const verdict = isAsExpected ? "agrees" : "differs";
  return { id, kind: isContested ? "contested" : "match", verdict, expected: say(expected), found: refusal };
}

function judge({ id, expected, isContested }: AskedCase, group: PolicyGroup, answer: GroupAnswer): CaseResult {
  const found = answer.delivered.has(id);
  const result = { id, kind: isContested ? "contested" : "match", expected: say(expected), found: say(found) } as const;
  const refusal = answer.refused.get(id);
  if (refusal !== undefined)
    return { ...result, verdict: expected === REFUSED_AT_PUBLISH ? "agrees" : "not asked", found: refusal };
  if (found !== expected) return { ...result, verdict: "differs" };
  const isProven = answer.isInForce && (answer.isAlive || group.witness === null);
  return { ...result, verdict: isProven ? "agrees" : "unproven" };
}

function say(expected: boolean | string): string {
  if (typeof expected === "string") return expected;
  return expected ? "delivered" : "kept away";
}

/** SNS adds where its parser was, with the policy left out. */
function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
