import { matchPolicy } from "../../filter-policy/match/match-policy.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import type { Policy } from "../../filter-policy/policy.ts";
import { forResend, type OutgoingMessage } from "../../messaging/message.ts";
import { RECORDER } from "../../subscribers/built-in-subscribers.ts";
import type { StoredSubscriber } from "../../subscribers/select-subscribers.ts";

/** A subscriber with its registered filter policy, ready to be asked. */
export type Receiver = { id: string; policy: Policy };

/** Those of a layer's subscribers that are asked for their policies: all but the recorder, which gets everything. */
export function receiversAmong(subscribers: readonly StoredSubscriber[]): Receiver[] {
  return subscribers.flatMap(({ id, policy, policyScope }) => {
    const reading = parsePolicy(policy, policyScope);
    return id === RECORDER || reading.policy === undefined ? [] : [{ id, policy: reading.policy }];
  });
}

/**
 * Who gets a message that is sent again, by the filter policies of the registry: whether SNS has other ones in force is for
 * the subscribers' page to say.
 *
 * @param to the resend's address; `replay` is a job's id, or any UUID while there is no job yet.
 * @returns ids in the order of the receivers.
 */
export function whoReceives(
  receivers: readonly Receiver[],
  message: OutgoingMessage,
  { target, replay }: { target: string; replay: string },
): string[] {
  const sent = forResend(message, { target, replay, attempt: 1 });
  return receivers.filter(({ policy }) => matchPolicy(policy, sent)).map(({ id }) => id);
}
