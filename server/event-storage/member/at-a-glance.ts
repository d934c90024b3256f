import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { idRows } from "../../sql-values.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";
import type { MemberProfile } from "../../vocabulary/views.ts";
import { selectEvents } from "../select-events.ts";

/** The names of sign-in actions that the summary understands; a catalog that names them otherwise shows none. */
const SIGNED_IN = "member.logged-in";
const SIGN_IN_FAILED = "member.login-failed";

/** Families whose events change what an attacker wants to change. */
const SENSITIVE = sql`('profile', 'identity')`;

/**
 * What somebody investigating trouble wants to see first: the last sign-in, failures of 24 hours, new devices and changes
 * of personal data or identity of seven days. Reads at most the newest 2,000 events of these seven days.
 */
export async function atAGlance(db: Executor, memberId: string): Promise<MemberProfile["glance"]> {
  const week = sql`select e.id, e.device_id, a.name, a.family from event.member_event e join event.action a on a.id = e.action_id
    where e.member_id = ${memberId} and e.id >= event.id_floor(clock_timestamp() - interval '7 days') order by e.id desc limit 2000`;
  const [counts] = await db.execute<{ failures: number; devices: number; sensitive: string[] }>(sql`
    with w as materialized (${week})
    select (select count(*)::int from w where name = ${SIGN_IN_FAILED} and id >= event.id_floor(clock_timestamp() - interval '24 hours')) failures,
           (select count(*)::int from (select distinct device_id from w where device_id is not null) d where not exists (
              select from event.member_event o where o.member_id = ${memberId} and o.device_id = d.device_id
                 and o.id < event.id_floor(clock_timestamp() - interval '7 days'))) devices,
           array(select id::text from w where family in ${SENSITIVE} order by id desc limit 5) sensitive`);
  return {
    lastSignIn: await lastSignIn(db, memberId),
    failuresIn24h: counts?.failures ?? 0,
    newDevicesIn7d: counts?.devices ?? 0,
    sensitiveChangesIn7d: await selectEvents(db, idRows(counts?.sensitive ?? [])),
  };
}

async function lastSignIn(db: Executor, memberId: string): Promise<MemberEvent | null> {
  const [event] = await selectEvents(
    db,
    sql`select e.id from event.member_event e where e.member_id = ${memberId}
         and e.action_id = (select id from event.action where name = ${SIGNED_IN}) order by e.id desc limit 1`,
  );
  return event ?? null;
}
