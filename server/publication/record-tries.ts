import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { PublishOutcome } from "../messaging/publish-outcome.ts";
import { type DueEvent, MAX_TRIES } from "./lease-due.ts";

/** One leased event and what became of its message. */
export type Try = {
  due: Pick<DueEvent, "eventId" | "layer" | "memberId" | "attempt" | "isRelay">;
  outcome: PublishOutcome;
};

/** Gaps double with each try, up to this many thresholds: an hour at five minutes. */
const LONGEST_GAP = 12;

/** An answer that was lost may have been a yes, and then the recorder has said so by now; else it is tried again. */
const AFTER_A_LOST_ANSWER = sql`interval '5 seconds'`;

/**
 * Writes down what became of leased events of one layer, in one statement: each try with its cause, when the event is due
 * again, and parks what was refused for the last time. Gaps grow with each answer of SNS, counted from now; what an outage
 * kept from SNS is due as soon as that is over. Whether an event is published, the recorder alone says.
 *
 * An event that did not reach SNS was not tried: it is given back as it was, still a first message if it was one.
 */
export async function recordTries(db: Executor, tries: readonly Try[]): Promise<void> {
  const rows = tries.map(({ due, outcome }) => ({
    event_id: due.eventId,
    member_id: due.memberId,
    layer: due.layer,
    attempt: due.attempt,
    is_relay: due.isRelay,
    is_tried: outcome.kind !== "unreachable",
    is_refused: outcome.kind === "refused",
    is_lost: outcome.kind === "unknown",
    message_id: outcome.kind === "accepted" ? outcome.messageId : null,
    error: outcome.kind === "accepted" ? null : outcome.text,
  }));
  await db.execute(sql`
    with tried as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t(event_id uuid, member_id text, layer smallint, attempt smallint,
        is_relay boolean, is_tried boolean, is_refused boolean, is_lost boolean, message_id text, error text)),
    attempt as (
      insert into event.attempt (event_id, member_id, layer, cause, target, sns_message_id, error)
      select event_id, member_id, layer, case when is_relay then 'relay' else 'detector' end, 'ALL', message_id, error
        from tried where is_tried order by event_id, layer),
    held as (
      -- In the recorder's order: the two meet here all the time.
      select p.event_id, p.layer from event.pending p join tried t on t.event_id = p.event_id and t.layer = p.layer
       where p.attempts = t.attempt order by p.event_id, p.layer for update of p)
    update event.pending p
       set attempts = case when t.is_tried then p.attempts else p.attempts - 1 end,
           next_at = case
             when not t.is_tried then case when t.is_relay then p.stored_at else clock_timestamp() end
             when t.is_lost then clock_timestamp() + least(c.unpublished_after, ${AFTER_A_LOST_ANSWER})
             else clock_timestamp() + c.unpublished_after * least(power(2, t.attempt - 1), ${LONGEST_GAP}) end,
           last_error = t.error,
           parked_at = case when t.is_refused and t.attempt >= ${MAX_TRIES} then clock_timestamp() end
      from held h
      join tried t on t.event_id = h.event_id and t.layer = h.layer
      join event.layer_control c on c.layer = t.layer
     where p.event_id = h.event_id and p.layer = h.layer`);
}
