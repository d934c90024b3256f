import { setTimeout as wait } from "node:timers/promises";
import type { PolicyMessage } from "../filter-policy/policy.ts";
import type { ConformanceAccount } from "../messaging/conformance-account.ts";
import type { NamedMessage } from "../messaging/publish-named.ts";
import { type PolicyGroup, ROUND_MS } from "./plan-conformance.ts";

/** A policy whose subscription was made. */
export type Subscribed = { group: PolicyGroup; topicArn: string };

/** What became of the messages of one policy in the round that counts. */
export type GroupAnswer = {
  /** Ids of the cases whose message came. */
  delivered: ReadonlySet<string>;
  /** SNS's refusals of messages, by the case's id: these were not asked. */
  refused: ReadonlyMap<string, string>;
  /** Whether anything that should pass came through this subscription. */
  isAlive: boolean;
  /** Whether the message published last came, so that what did not come was kept away. */
  isWitnessed: boolean;
  /** Whether the message that passes no policy was kept away. */
  isInForce: boolean;
};

/** The names of the two messages that are no cases. */
const CANARY = "canary";
const WITNESS = "witness";

/** What a body-scope message carries its name in; an attribute-scope message has it as its text. */
const NAME_ATTRIBUTE = "conformance";

/** A long poll asks all of SQS's servers: an empty one after the witnesses means that nothing is on its way. */
const DRAIN_S = 2;

/**
 * Publishes the cases of all policies, round after round, until SNS answers as expected or has had its time.
 *
 * In a round each policy gets its cases and one message that passes no policy; when all of these are published, one
 * message that it should let through. A case that has not come when that last one has was kept away. An answer as expected
 * ends the asking of its policy; another one counts only in a round begun after `patienceMs`, because SNS takes up to 15
 * minutes until a policy is in force.
 */
export async function runRounds(
  account: ConformanceAccount,
  subscribed: readonly Subscribed[],
  { patienceMs, signal, say }: { patienceMs: number; signal: AbortSignal; say: (line: string) => void },
): Promise<Map<PolicyGroup, GroupAnswer>> {
  const answers = new Map<PolicyGroup, GroupAnswer>();
  const began = performance.now();
  let pending = subscribed;
  for (let round = 1; pending.length > 0; round += 1) {
    const roundBegan = performance.now();
    const isLast = roundBegan - began >= patienceMs;
    const asked = await askRound(account, pending, { round, signal });
    for (const [group, answer] of asked) answers.set(group, answer);
    pending = pending.filter(({ group }) => !isLast && !isSettled(group, answers.get(group)));
    if (pending.length < subscribed.length)
      pending = pending.filter(({ group }) => !isQuiet(group, answers.get(group)));
    say(`Round ${round}: ${answers.size - pending.length} of ${subscribed.length} policies are answered.`);
    if (pending.length === 0) break;
    const untilNext = Math.min(roundBegan + ROUND_MS, began + patienceMs) - performance.now();
    if (untilNext > 0) await wait(untilNext, undefined, { signal });
  }
  return answers;
}

type Round = { round: number; signal: AbortSignal };

async function askRound(
  account: ConformanceAccount,
  pending: readonly Subscribed[],
  { round, signal }: Round,
): Promise<Map<PolicyGroup, GroupAnswer>> {
  const refused = new Map<PolicyGroup, Map<string, string>>();
  const waited = new Set<string>();
  for (const { group, topicArn } of pending) {
    signal.throwIfAborted();
    const cases = group.cases.map(({ id, message }) => nameMessage(group, { id, message, round }));
    const refusals = await account.publish(topicArn, [...cases, ...canaryOf(group, round)]);
    refused.set(group, new Map([...refusals].map(([name, text]) => [idOf(name, round) ?? name, text])));
  }
  for (const { group, topicArn } of pending) {
    signal.throwIfAborted();
    if (group.witness === null) continue;
    const witness = nameMessage(group, { id: WITNESS, message: group.witness, round });
    if ((await account.publish(topicArn, [witness])).size === 0) waited.add(topicArn);
  }
  const came = await receiveRound(account, waited, { round, signal });
  return new Map(
    pending.map(({ group, topicArn }) => {
      const ids = came.get(topicArn) ?? new Set<string>();
      const delivered = new Set(group.cases.map(({ id }) => id).filter((id) => ids.has(id)));
      const answer = {
        delivered,
        refused: refused.get(group) ?? new Map<string, string>(),
        isAlive: delivered.size > 0 || ids.has(WITNESS),
        isWitnessed: ids.has(WITNESS) || !waited.has(topicArn),
        isInForce: !ids.has(CANARY),
      };
      return [group, answer];
    }),
  );
}

/** Receives until every witness has come and then nothing more, or the round is over; ids by topic. */
async function receiveRound(
  account: ConformanceAccount,
  waited: ReadonlySet<string>,
  { round, signal }: Round,
): Promise<Map<string, Set<string>>> {
  const came = new Map<string, Set<string>>();
  const missing = new Set(waited);
  const limit = performance.now() + ROUND_MS;
  for (;;) {
    const notifications = await account.receive(DRAIN_S, signal);
    if (notifications.length === 0 && (missing.size === 0 || performance.now() > limit)) return came;
    for (const { topicArn, message, attributes } of notifications) {
      const id = idOf(attributes[NAME_ATTRIBUTE] ?? message, round);
      // A message of an earlier round that was late.
      if (id === null) continue;
      came.set(topicArn, (came.get(topicArn) ?? new Set()).add(id));
      if (id === WITNESS) missing.delete(topicArn);
    }
  }
}

function isSettled({ cases }: PolicyGroup, answer: GroupAnswer | undefined): boolean {
  if (answer === undefined || !answer.isAlive || !answer.isWitnessed || !answer.isInForce) return false;
  return isAsExpected(cases, answer);
}

/**
 * Whether a policy that no known message passes kept everything away, as it should. Nothing can show that its subscription
 * is alive: the others, made before and after it, have to.
 */
function isQuiet({ cases, witness }: PolicyGroup, answer: GroupAnswer | undefined): boolean {
  return witness === null && answer !== undefined && answer.isInForce && isAsExpected(cases, answer);
}

function isAsExpected(cases: PolicyGroup["cases"], { refused, delivered }: GroupAnswer): boolean {
  return cases.every(({ id, expected }) => refused.has(id) || delivered.has(id) === expected);
}

/** Without attributes, or with a body that is no JSON: such a message passes no policy but the empty one. */
function canaryOf(group: PolicyGroup, round: number): NamedMessage[] {
  if (!group.isFilter) return [];
  return [nameMessage(group, { id: CANARY, message: { body: "no JSON" }, round })];
}

function nameMessage(
  { scope }: PolicyGroup,
  { id, message, round }: { id: string; message: PolicyMessage; round: number },
): NamedMessage {
  const name = `${round} ${id}`;
  if (scope !== "MessageBody") return { name, body: name, attributes: message.attributes ?? {} };
  return { name, body: message.body ?? "", attributes: { [NAME_ATTRIBUTE]: { Type: "String", Value: name } } };
}

function idOf(name: string, round: number): string | null {
  return name.startsWith(`${round} `) ? name.slice(`${round} `.length) : null;
}
