import { sql } from "drizzle-orm";
import type { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import type { askHeldSchema, HeldAnswer, oneHeldSchema } from "../../vocabulary/hosts/held-events.ts";

/** A gap is looked for and ordered within days, or asked for anew. */
const KEPT = sql`interval '7 days'`;

/**
 * Has a registered host asked which events a subscriber has, of the period that the conditions name: a worker calls it, and the
 * web never does. The answer is what a selection's `heldAnswer` leaves out.
 *
 * @throws DomainError "forbidden"; "bad-input" for conditions without a beginning, a host that is not registered for this, and a
 *   subscriber that nobody has.
 */
export async function askHeldEvents(
  db: Executor,
  actor: Actor,
  { hostId, subscriber, layer, conditions }: z.infer<typeof askHeldSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "republish:send");
  const { start, end } = (await resolveConditions(db, conditions)).period;
  if (start === null) {
    throw new DomainError(
      "bad-input",
      "Say from when on: add a condition on the time of the events, so that the host knows which ones are asked for.",
      { field: "conditions" },
    );
  }
  if (!(await selectSubscribers(db, layer)).some(({ id }) => id === subscriber)) {
    throw new DomainError(
      "bad-input",
      `"${subscriber}" is no subscriber of the ${layer} layer. Choose one from the subscribers' page.`,
      { field: "subscriber" },
    );
  }
  return actRecorded(db, actor, async (tx) => {
    await tx.execute(sql`
      delete from republish.held_answer where asked_by = ${actor.accountId}::uuid and asked_at < clock_timestamp() - ${KEPT}`);
    const url = await requireHost(tx, hostId);
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into republish.held_answer (host_id, asked_by, subscriber, layer, period_from, period_to)
      select ${hostId}::uuid, ${actor.accountId}::uuid, ${subscriber}, ${layer === "internal" ? 1 : 2}, p.low, p.high
        from (select ${start}::timestamptz as low, least(${end}::timestamptz, clock_timestamp()) as high) p where p.low < p.high
      returning id`);
    if (!row) {
      throw new DomainError("bad-input", "This period has not begun. Choose one that lies in the past.", {
        field: "conditions",
      });
    }
    const what = { url, subscriber, layer, from: start, to: end };
    return { act: "republish.ask-held", memberIds: [], what, answer: { id: row.id } };
  });
}

/**
 * Tells whether a host has answered, and how many ids it named.
 *
 * @throws DomainError "forbidden"; "not-found" for an ask that nobody made, or that was a week ago.
 */
export async function showHeldEvents(
  db: Executor,
  actor: Actor,
  { id }: z.infer<typeof oneHeldSchema>,
): Promise<HeldAnswer> {
  requirePermission(actor, "republish:see");
  const [row] = await db.execute<HeldAnswer>(sql`
    select a.id::text as id, h.url, a.subscriber, case a.layer when 1 then 'internal' else 'external' end as layer,
           ${isoTime(sql`a.period_from`)} as from, ${isoTime(sql`a.period_to`)} as to, ${isoTime(sql`a.asked_at`)} as "askedAt",
           ${isoTime(sql`a.answered_at`)} as "answeredAt", a.asking_until is not null as "isTaken", ${isoTime(sql`clock_timestamp()`)} as "asOf", a.state, a.fault, a.detail, cardinality(a.event_ids) as count
      from republish.held_answer a join staff.registered_host h on h.id = a.host_id where a.id = ${id}::uuid`);
  if (!row) {
    throw new DomainError("not-found", "There is no such ask, or it was more than a week ago. Ask the host again.", {
      field: "id",
    });
  }
  return row;
}

async function requireHost(tx: Executor, id: string): Promise<string> {
  const [host] = await tx.execute<{ url: string }>(sql`
    select h.url from staff.registered_host h where h.id = ${id}::uuid and h.purpose = 'held-events' and h.revoked_at is null`);
  if (host) return host.url;
  throw new DomainError(
    "bad-input",
    "That address is not registered to be asked for events, or it was revoked. Choose another, or register it under Settings, Addresses to call.",
    { field: "hostId" },
  );
}
