import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { idRows, textArray } from "../../sql-values.ts";
import type { Standing } from "../../vocabulary/member/standing.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";
import { selectEvents } from "../select-events.ts";
import { type Said, signInEvents, TELLING_ATTRIBUTES, TELLING_FAMILIES, tellStanding } from "./tell-standing.ts";

/** More tries than these are not counted one by one. */
const TRIES_COUNTED = 100;
/** Of so many newest sanctions it is asked whether they are still in force. */
const SANCTIONS = 20;

type Known = { memberId: string; said: Said; newest: ReadonlyMap<string, string>; now: string };

/**
 * What is in force for a member now, whether it can log in, and what changed last, each with its event.
 *
 * @param known `newest` has the id of the newest event of each action that the member has.
 * @returns the standing, and whose events besides the member's own stand in it.
 */
export async function selectStanding(
  db: Executor,
  { memberId, said, newest, now }: Known,
): Promise<{ standing: Standing; others: string[] }> {
  const telling = await db.execute<{ name: string; ends: boolean }>(sql`
    select a.name, a.family = 'sanction' and v.declared @> '{until}' as ends
      from event.action a join event.action_version v on v.action_id = a.id and v.version = a.current_version
     where a.family = any(${textArray(TELLING_FAMILIES)}) or v.declared && ${textArray(TELLING_ATTRIBUTES)}`);
  const ids = telling.flatMap(({ name }) => newest.get(name) ?? []);
  const events = await selectEvents(db, idRows(ids));
  const ending = telling.filter(({ name, ends }) => ends && newest.has(name)).map(({ name }) => name);
  const { lastIn, lastOut, lastFailed } = signInEvents(events);
  const cause = lastOut === null ? null : await causeOf(db, lastOut);
  const standing = tellStanding({
    said,
    now,
    newest: events,
    cause,
    sanctions: ending.length === 0 ? [] : await newestOf(db, { memberId, actions: ending }),
    failures: lastFailed === null ? 0 : await countTries(db, { memberId, action: lastFailed.action, after: lastIn }),
  });
  const isNamed = standing.logIn.kind === "out" && cause !== null && cause.memberId !== memberId;
  return { standing, others: isNamed ? [cause.memberId] : [] };
}

async function newestOf(
  db: Executor,
  { memberId, actions }: { memberId: string; actions: string[] },
): Promise<MemberEvent[]> {
  return selectEvents(
    db,
    sql`select e.id from event.member_event e where e.member_id = ${memberId}
         and e.action_id in (select id from event.action where name = any(${textArray(actions)})) order by e.id desc limit ${SANCTIONS}`,
  );
}

async function countTries(
  db: Executor,
  { memberId, action, after }: { memberId: string; action: string; after: MemberEvent | null },
): Promise<number> {
  const since = after === null ? sql`true` : sql`e.id > ${after.id}::uuid`;
  const [counted] = await db.execute<{ n: number }>(sql`
    select count(*)::int as n from (
      select from event.member_event e where e.member_id = ${memberId} and ${since}
         and e.action_id = (select id from event.action where name = ${action}) limit ${TRIES_COUNTED}) x`);
  return counted?.n ?? 0;
}

async function causeOf(db: Executor, { causationId }: MemberEvent): Promise<MemberEvent | null> {
  if (causationId === null) return null;
  const [cause] = await selectEvents(db, sql`select ${causationId}::uuid id`);
  return cause ?? null;
}
