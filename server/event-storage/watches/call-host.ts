import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { may, type Role } from "../../vocabulary/roles.ts";

/** A call that is not answered is tried again after half a minute, then later each time; after so many tries it is given up. */
const MOST_TRIES = 8;
const FIRST_WAIT_S = 30;

/** Posts a body to an address, signed with a secret; gives null when it was taken, else what went wrong. */
export type Post = (call: { url: string; secret: string; body: string; id: string }) => Promise<string | null>;

type Due = {
  id: string;
  watchId: string;
  at: string;
  foundAt: string;
  measure: string;
  per: string;
  moreThan: number;
  windowSeconds: number;
  amount: number;
  url: string;
  secret: string;
  isRevoked: boolean;
  role: Role;
  isDisabled: boolean;
  tries: number;
};

/**
 * Tells the host of a watch what was found, if a call is due: numbers and ids of the watch and the find, no member, no value. The owner's rights are
 * looked up each time, and so is whether the host is registered still. At least once: whoever kills this between the call and its note has it called
 * again with the same id.
 *
 * @returns whether a call was due.
 */
export async function callNextHost(db: Executor, post: Post): Promise<boolean> {
  const due = await leaseDue(db);
  if (due === undefined) return false;
  const error = await callOf(due, post);
  if (error === null) {
    await db.execute(sql`
      update staff.watch_find set call_state = 'done', call_error = null where id = ${due.id}::uuid and call_state = 'due'`);
    return true;
  }
  const state = due.tries >= MOST_TRIES ? sql`'given-up'` : sql`'due'`;
  await db.execute(sql`
    update staff.watch_find set call_state = ${state}, call_error = ${error}, call_next_at = clock_timestamp() + make_interval(secs => ${FIRST_WAIT_S * 2 ** due.tries})
     where id = ${due.id}::uuid and call_state = 'due'`);
  return true;
}

/** Takes the call that has waited longest, for a minute: no transaction waits for the network. */
async function leaseDue(db: Executor): Promise<Due | undefined> {
  const [due] = await db.execute<Due>(sql`
    with d as materialized (select f.id from staff.watch_find f where f.call_state = 'due' and f.call_next_at <= clock_timestamp()
                order by f.call_next_at limit 1 for update skip locked)
    update staff.watch_find f set call_tries = f.call_tries + 1, call_next_at = clock_timestamp() + interval '1 minute'
      from d, staff.watch w, staff.registered_host h, staff.account a
     where f.id = d.id and w.id = f.watch_id and h.id = w.host_id and a.id = w.account_id
    returning f.id::text as id, w.id::text as "watchId", ${isoTime(sql`f.at`)} as at, ${isoTime(sql`f.found_at`)} as "foundAt", w.measure, w.per,
      w.more_than as "moreThan", w.window_s as "windowSeconds", f.amount, h.url, h.secret, h.revoked_at is not null as "isRevoked",
      a.role, a.disabled_at is not null as "isDisabled", f.call_tries as tries`);
  return due;
}

async function callOf(due: Due, post: Post): Promise<string | null> {
  if (due.isRevoked) return "The host is not registered any more.";
  if (due.isDisabled || !may(due.role, "event:search")) return "The owner of the watch may not search events any more.";
  const { id, watchId, at, foundAt, measure, per, moreThan, windowSeconds, amount, url, secret } = due;
  const find = { findId: id, watchId, at, foundAt, measure, per, moreThan, windowSeconds, amount };
  return post({ url, secret, body: JSON.stringify({ ...find, path: `/events/watches?watch=${watchId}` }), id });
}
