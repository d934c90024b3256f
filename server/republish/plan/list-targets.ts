import type { Executor } from "../../db.ts";
import { selectMessages } from "../../event-storage/select-messages.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { RECORDER } from "../../subscribers/built-in-subscribers.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import { ALL } from "../../vocabulary/choices/send-choices.ts";
import type { RepublishTargets, WhatToRepublish } from "../../vocabulary/republish-order.ts";
import { receiversAmong, whoReceives } from "./receivers.ts";
import { requireSendable } from "./require-sendable.ts";

/** Stands for the id of the job that is not ordered yet. */
const NO_JOB = "00000000-0000-0000-0000-000000000000";

/**
 * To whom an event can be sent again in a layer, and for each choice who would get the message by the registered filter
 * policies: the very message, asked by the engine that delivers. The recorder is left out; it gets every message.
 * Who gets it tells what stands in the message, so the look is recorded before it is answered.
 *
 * @throws DomainError "forbidden" when the actor may not see republishing; for an event that cannot be sent what
 *   requireSendable says.
 */
export async function listTargets(
  db: Executor,
  actor: Actor,
  what: WhatToRepublish,
): Promise<Recorded<RepublishTargets>> {
  requirePermission(actor, "republish:see");
  const memberId = await requireSendable(db, what);
  const [subscribers, messages] = await Promise.all([
    selectSubscribers(db, what.layer),
    selectMessages(db, what.layer, [{ eventId: what.eventId, memberId }]),
  ]);
  const receivers = receiversAmong(subscribers);
  const message = messages.get(what.eventId);
  const reach = (target: string) =>
    message === undefined ? [] : whoReceives(receivers, message, { target, replay: NO_JOB });
  const answer: RepublishTargets = {
    everybody: reach(ALL),
    subscribers: subscribers
      .filter(({ id }) => id !== RECORDER)
      .map(({ id, description, replayRule }) => ({ id, description, replayRule, reaches: reach(id) })),
  };
  return showRecorded(db, actor, { act: "republish.targets", memberIds: [memberId], what, answer, isFound: true });
}
