import { parsePolicy } from "../filter-policy/parse/parse-policy.ts";
import type { PolicyMessage } from "../filter-policy/policy.ts";
import {
  type ContestedCase,
  contestedCases,
  type InvalidPolicyCase,
  invalidPolicies,
  type MatchCase,
  matchCases,
} from "./policy-cases.ts";
import { makeWitness } from "./witness-message.ts";

/** One message to be asked of a policy, and whether it should be delivered; a text is the refusal of the policy. */
export type AskedCase = { id: string; message: PolicyMessage; expected: boolean | string; isContested: boolean };

/** The cases of one policy, which gets a topic and a subscription of its own. */
export type PolicyGroup = {
  scope: string;
  policy: string;
  cases: readonly AskedCase[];
  /** A message that should pass: when it has come, what was published before it would have come, too. */
  witness: PolicyMessage | null;
  /** Whether the policy keeps anything away; if so, a message that passes none tells whether it is in force. */
  isFilter: boolean;
};

/** What a run asks. */
export type ConformancePlan = { groups: readonly PolicyGroup[]; invalid: readonly InvalidPolicyCase[] };

/** All cases there are, by their kinds. */
export type Cases = {
  match: readonly MatchCase[];
  contested: readonly ContestedCase[];
  invalid: readonly InvalidPolicyCase[];
};

/** The cases that come with the product. */
export const allCases: Cases = { match: matchCases, contested: contestedCases, invalid: invalidPolicies };

/**
 * Chooses cases and sorts them by policy.
 *
 * @param only beginnings of ids, such as `attr-cidr`; none chooses all.
 * @param limit of each kind of case.
 */
export function planConformance(
  { match, contested, invalid }: Cases,
  { only = [], limit = Number.POSITIVE_INFINITY }: { only?: readonly string[] | undefined; limit?: number | undefined },
): ConformancePlan {
  const chosen = <T extends { id: string }>(cases: readonly T[]) => {
    return cases.filter(({ id }) => only.length === 0 || only.some((start) => id.startsWith(start))).slice(0, limit);
  };
  const asked = [
    ...chosen(match).map(({ matches, ...one }) => ({ ...one, expected: matches, isContested: false })),
    ...chosen(contested).map(({ ours, ...one }) => ({ ...one, expected: ours, isContested: true })),
  ];
  const groups = [...Map.groupBy(asked, ({ scope, policy }) => `${scope} ${policy}`).values()];
  return { groups: groups.flatMap(toGroup), invalid: chosen(invalid) };
}

function toGroup(cases: readonly (AskedCase & { scope: string; policy: string })[]): PolicyGroup[] {
  const [first] = cases;
  if (first === undefined) return [];
  const { scope, policy } = first;
  const { policy: read } = parsePolicy(policy, scope);
  const isFilter = read === undefined || read.branches.length > 0;
  return [{ scope, policy, cases, witness: read === undefined ? null : makeWitness(read), isFilter }];
}

/** Two more topics serve the invalid policies, one for each of the calls that set a policy. */
const TOPICS_FOR_INVALID = 2;

/** Longest wait of a round before the next one. */
export const ROUND_MS = 30_000;

/** List prices of requests beyond the free ones, in US dollars a million: SNS, and SQS in its dearest common region. */
const DOLLARS_A_MILLION = { sns: 0.5, sqs: 0.5 };

/**
 * What a run makes, and what it costs at most by list prices.
 *
 * @param patienceMs how long policies may take until they are in force.
 */
export function estimateRun({ groups, invalid }: ConformancePlan, patienceMs: number) {
  const rounds = 1 + Math.ceil(patienceMs / ROUND_MS);
  const topics = groups.length + (invalid.length > 0 ? TOPICS_FOR_INVALID : 0);
  // The message that passes no policy, and the witness.
  const messages = groups.reduce((total, { cases }) => total + cases.length + 2, 0);
  const control = topics * 3 + invalid.length * 3;
  // SNS counts each entry of a batch; SQS counts receives and deletes, each of up to ten messages but often of fewer.
  const sns = control + messages * rounds;
  const sqs = messages * rounds * 2 + 10;
  const dollars = (sns * DOLLARS_A_MILLION.sns + sqs * DOLLARS_A_MILLION.sqs) / 1e6;
  return { topics, queues: 1, subscriptions: topics, messages, mostRequests: sns + sqs, mostDollars: dollars };
}
