import { sql } from "drizzle-orm";
import { domainTransaction, type FirstLayer } from "../application-events/domain-transaction.ts";
import type { Db, Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { eventOf } from "../event-storage/event-of.ts";
import { bodyOf } from "../event-storage/message-columns.ts";
import { NOT_ORDERED, selectUnordered } from "../event-storage/select-unordered.ts";
import { DETECTOR, type MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import type { Policy } from "./policy.ts";

/** The delivery of the first message and of every resend of the detector. */
const LIVE = "live";

/** What one call did: the outcome that is in the inbox now, or nothing because this delivery was handled before. */
export type PolicyRun = { kind: "handled"; outcome: string } | { kind: "duplicate" };

/**
 * Lets a policy act on one message, once for each (policy, event, delivery): its effects, the events it raises and the
 * inbox row are committed together. The first message and all resends of the detector are one delivery, `live`; each
 * republish job is another, so that what was handled wrongly is handled again when staff say so (decision 1).
 *
 * A message is believed only when the event storage has its event with exactly this text: whoever can write into the queue
 * could otherwise make things happen to members. One of a republish job is believed only when that job ordered it.
 *
 * @param layer stores what the policy raises, and publishes it after commit.
 * @throws DomainError "not-found" for a message that is not believed; else whatever the policy throws. Nothing is done then.
 */
export async function runPolicy(
  { db, layer, policy }: { db: Db; layer: FirstLayer; policy: Policy },
  message: MemberscopeMessage,
): Promise<PolicyRun> {
  const { eventId, memberId } = message.event;
  const delivery = deliveryOf(message);
  return domainTransaction(db, layer, async (tx, raise) => {
    if (await isHandled(tx, policy.id, eventId, delivery)) return { kind: "duplicate" };
    await requireStored(tx, message);
    await requireOrdered(tx, message);
    const refusal = delivery === LIVE ? null : await replayRefusal(tx, policy, message);
    const outcome = refusal ?? (await policy.handle(tx, message, raise));
    await tx.execute(sql`
      insert into event.inbox (handler, event_id, member_id, delivery, outcome) values (${policy.id}, ${eventId}::uuid, ${memberId}, ${delivery}, ${outcome})`);
    return { kind: "handled", outcome };
  });
}

function deliveryOf({ replay }: MemberscopeMessage): string {
  return replay === null || replay === DETECTOR ? LIVE : replay;
}

async function requireStored(tx: Executor, { event, body }: MemberscopeMessage): Promise<void> {
  const [found] = await tx.execute<{ is_same: boolean }>(sql`
    select ${bodyOf("internal")} = ${body} as is_same
      from ${eventOf(sql`${event.eventId}::uuid`, sql`${event.memberId}`)} e join event.action a on a.id = e.action_id`);
  if (found?.is_same) return;
  const why = found
    ? "The event storage has another text for this event: the message is forged or changed, and nothing was done."
    : "The event storage has no such event: the message is forged, or its action was undone, and nothing was done.";
  throw new DomainError("not-found", why, { field: "eventId" });
}

async function requireOrdered(tx: Executor, message: MemberscopeMessage): Promise<void> {
  const unordered = await selectUnordered(tx, [message]);
  if (unordered.size > 0) throw new DomainError("not-found", NOT_ORDERED, { field: "replay" });
}

/** Copies of one delivery wait here for each other, so that the second sees what the first has done. */
async function isHandled(tx: Executor, handler: string, eventId: string, delivery: string): Promise<boolean> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`inbox ${handler} ${eventId} ${delivery}`}::text, 0))`,
  );
  const known = await tx.execute(sql`
    select from event.inbox where event_id = ${eventId}::uuid and handler = ${handler} and delivery = ${delivery}`);
  return known.length > 0;
}

/** Why the policy's replay rule keeps it from acting on a job's message; null when it may act. */
async function replayRefusal(
  tx: Executor,
  { replay }: Policy,
  { event }: MemberscopeMessage,
): Promise<PolicyOutcome | null> {
  switch (replay.rule) {
    case "again":
      return null;
    case "skip":
      return "skipped: replays are not repeated";
    case "if-recent": {
      const [row] = await tx.execute<{ is_recent: boolean }>(sql`
        select clock_timestamp() - ${event.occurredAt}::timestamptz <= ${replay.withinMs} * interval '1 millisecond' as is_recent`);
      return row?.is_recent ? null : `skipped: older than ${Math.round(replay.withinMs / 60_000)} minutes`;
    }
  }
}
