import type { Executor } from "../db.ts";
import { matchPolicy } from "../filter-policy/match-policy.ts";
import { parsePolicy } from "../filter-policy/parse-policy.ts";
import type { Policy } from "../filter-policy/policy.ts";
import { forResend, type OutgoingMessage } from "../messaging/message.ts";
import { RECORDER } from "../subscribers/built-in-subscribers.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";
import type { LayerName } from "../vocabulary/member-event.ts";

/** A subscriber with its registered filter policy, ready to be asked. */
export type Receiver = { id: string; policy: Policy };

/** Whoever may receive messages of a layer, by id: all in the registry but the recorder, which gets everything. */
export async function selectReceivers(db: Executor, layer: LayerName): Promise<Receiver[]> {
  const subscribers = await selectSubscribers(db, layer);
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
