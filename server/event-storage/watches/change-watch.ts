import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { NewWatch, oneWatchSchema, pauseWatchSchema } from "../../vocabulary/explore/watch-schema.ts";
import type { Sequence } from "../../vocabulary/sequence/sequence.ts";

/** Each is looked at twice a minute: more would be late. */
const MOST_WATCHES = 50;

/**
 * Has a saved view or sequence watched from now on; what its time holds already is found as well.
 *
 * @throws DomainError "forbidden" when the actor may not search; "not-found" for a view or host that is not there for them; "bad-input" where a
 *   sequence is counted by what it is not followed by; "conflict" when the actor has as many watches as anybody may have.
 */
export async function makeWatch(db: Executor, actor: Actor, watch: NewWatch): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  const { viewId, measure, per, moreThan, windowSeconds, audience, hostId } = watch;
  return actRecorded(db, actor, async (tx) => {
    const [view] = await tx.execute<{ name: string; sequence: Pick<Sequence, "by"> | null }>(sql`
      select v.name, v.sequence from staff.saved_view v
       where v.id = ${viewId}::uuid and (v.account_id = ${actor.accountId}::uuid or v.audience = 'team')`);
    if (view === undefined) {
      throw new DomainError(
        "not-found",
        "There is no such view, or it is another person's own. Choose one from your list of views.",
        { field: "viewId" },
      );
    }
    if (view.sequence !== null && per !== "all" && per !== view.sequence.by) {
      throw new DomainError(
        "bad-input",
        `"${view.name}" is a sequence of one ${view.sequence.by}: count its chains by each ${view.sequence.by}, or all together.`,
        { field: "per" },
      );
    }
    if (hostId !== null) await requireHost(tx, hostId);
    await requireRoom(tx, actor);
    const [row] = await tx.execute<{ id: string }>(sql`
      insert into staff.watch (account_id, view_id, measure, per, more_than, window_s, audience, host_id, looked_to)
      values (${actor.accountId}::uuid, ${viewId}::uuid, ${measure}, ${per}, ${moreThan}, ${windowSeconds}, ${audience}, ${hostId}::uuid,
              clock_timestamp() - make_interval(secs => ${windowSeconds})) returning id::text as id`);
    const what = {
      name: view.name,
      measure,
      per,
      moreThan,
      windowSeconds,
      audience,
      ...(hostId !== null && { hostId }),
    };
    return { act: "watch.make", memberIds: [], what, answer: { id: row?.id ?? "" } };
  });
}

async function requireHost(tx: Executor, id: string): Promise<void> {
  const rows = await tx.execute(sql`
    select from staff.registered_host h where h.id = ${id}::uuid and h.purpose = 'watch' and h.revoked_at is null`);
  if (rows.length > 0) return;
  throw new DomainError(
    "not-found",
    "That host is not registered for watches, or it was revoked. Choose another, or ask an admin.",
    { field: "hostId" },
  );
}

async function requireRoom(tx: Executor, { accountId }: Actor): Promise<void> {
  const [row] = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from staff.watch w where w.account_id = ${accountId}::uuid`,
  );
  if ((row?.n ?? 0) < MOST_WATCHES) return;
  throw new DomainError("conflict", `You have ${MOST_WATCHES} watches, the most there may be. Delete one first.`);
}

/**
 * Lets a watch rest, or go on: then what happened meanwhile is caught up with.
 *
 * @throws DomainError "not-found" for a watch that is not theirs to see, "forbidden" for another person's (an admin may change the team's).
 */
export async function pauseWatch(
  db: Executor,
  actor: Actor,
  { id, isPaused }: z.infer<typeof pauseWatchSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  return actRecorded(db, actor, async (tx) => {
    const { name } = await ownWatch(tx, actor, id);
    const changed = await tx.execute(sql`
      update staff.watch set paused_at = ${isPaused ? sql`clock_timestamp()` : sql`null`}
       where id = ${id}::uuid and (paused_at is not null) <> ${isPaused} returning id`);
    if (changed.length === 0) return { unchanged: { id } };
    return { act: isPaused ? "watch.pause" : "watch.resume", memberIds: [], what: { name }, answer: { id } };
  });
}

/**
 * Deletes a watch and what it found; the access records of its finds stay.
 *
 * @throws DomainError as pauseWatch does.
 */
export async function removeWatch(
  db: Executor,
  actor: Actor,
  { id }: z.infer<typeof oneWatchSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  return actRecorded(db, actor, async (tx) => {
    const { name } = await ownWatch(tx, actor, id);
    await tx.execute(sql`delete from staff.watch where id = ${id}::uuid`);
    return { act: "watch.remove", memberIds: [], what: { name }, answer: { id } };
  });
}

/**
 * Marks what a watch found as seen, for everybody who sees the watch.
 *
 * @throws DomainError "not-found" for a watch that is not theirs to see.
 */
export async function seeFinds(
  db: Executor,
  actor: Actor,
  { id }: z.infer<typeof oneWatchSchema>,
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "event:search");
  return actRecorded(db, actor, async (tx) => {
    const { name } = await readableWatch(tx, actor, id);
    const seen = await tx.execute(sql`
      update staff.watch_find set seen_at = clock_timestamp(), seen_by = ${actor.accountId}::uuid
       where watch_id = ${id}::uuid and seen_at is null returning id`);
    if (seen.length === 0) return { unchanged: { id } };
    return { act: "watch.see", memberIds: [], what: { name, hits: seen.length }, answer: { id } };
  });
}

type Named = { name: string; accountId: string };

/** A watch that the actor may see: their own, or the team's. */
export async function readableWatch(db: Executor, { accountId }: Actor, id: string): Promise<Named> {
  const [watch] = await db.execute<Named>(sql`
    select v.name, w.account_id::text as "accountId" from staff.watch w join staff.saved_view v on v.id = w.view_id
     where w.id = ${id}::uuid and (w.account_id = ${accountId}::uuid or w.audience = 'team')`);
  if (watch !== undefined) return watch;
  throw new DomainError("not-found", "There is no such watch, or it is another person's own. Look at the list anew.");
}

async function ownWatch(tx: Executor, actor: Actor, id: string): Promise<Named> {
  const watch = await readableWatch(tx, actor, id);
  if (watch.accountId === actor.accountId || actor.role === "admin") return watch;
  throw new DomainError(
    "forbidden",
    `The watch on "${watch.name}" is another person's. Make one of your own, or ask its owner or an admin.`,
  );
}
