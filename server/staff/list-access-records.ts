import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime, isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { textArray } from "../sql-values.ts";
import type { AccessRecord, AccessRecordPage } from "../vocabulary/access-record.ts";
import type { Actor } from "./actor.ts";
import { type Recorded, showRecorded } from "./recorded.ts";
import { requirePermission } from "./require-permission.ts";

/** The primary key serves a period; a record's id is made just before its time, and after a clock stepped back it runs ahead. */
const ID_SLACK = sql`interval '1 minute'`;

/** Whose data, by whom, since `from` and before `to`; all must match that are given. `cursor` is the last record's id of the page before. */
export const listAccessRecordsSchema = z
  .object({
    memberId: z.string().min(1).max(64).optional(),
    login: z.string().min(1).max(100).optional(),
    /** Leaves out what programs asked for with a service token. */
    people: z.boolean().default(false),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .strict();

/**
 * Who looked at whose data and what staff did, newest first. That this was looked at is recorded, too, before it is answered.
 *
 * @throws DomainError "forbidden" when the actor may not see access records.
 */
export async function listAccessRecords(
  db: Executor,
  actor: Actor,
  { memberId, login, people, from, to, cursor, limit }: z.infer<typeof listAccessRecordsSchema>,
): Promise<Recorded<AccessRecordPage>> {
  requirePermission(actor, "access-record:see");
  const asOf = await databaseTime(db);
  // One more than asked for tells whether there is a next page.
  const found = await db.execute<AccessRecord>(sql`
    select id, ${isoTime(sql`at`)} as at, login, role, ip, act, member_ids as "memberIds", what, result, reason
      from staff.access_record
     where ${memberId === undefined ? sql`true` : sql`id = any(${idsOf(memberId)})`}
       and ${login === undefined ? sql`true` : sql`login = ${login}`}
       and ${people ? sql`not starts_with(login, 'service:')` : sql`true`}
       and ${from === undefined ? sql`true` : sql`at >= ${from}::timestamptz and id >= event.id_floor(${from}::timestamptz - ${ID_SLACK})`}
       and ${to === undefined ? sql`true` : sql`at < ${to}::timestamptz and id < event.id_floor(${to}::timestamptz + ${ID_SLACK})`}
       and ${cursor === undefined ? sql`true` : sql`id < ${cursor}::uuid`}
     order by id desc limit ${limit + 1}`);
  const records = found.slice(0, limit);
  const nextCursor = found.length > limit ? (records.at(-1)?.id ?? null) : null;
  return showRecorded(db, actor, {
    act: "access-record.list",
    memberIds: memberId === undefined ? [] : [memberId],
    what: { ...(login !== undefined && { login }), ...(from && { from }), ...(to && { to }), ...spanOf(records) },
    answer: { records, nextCursor, asOf },
    isFound: records.length > 0,
  });
}

/** Which records were shown; whom these name stands in them, and not in each look at them once more. */
function spanOf(records: readonly AccessRecord[]): { records: number; newest?: string; oldest?: string } {
  const [newest, oldest] = [records[0]?.id, records.at(-1)?.id];
  return { records: records.length, ...(newest && { newest }), ...(oldest && { oldest }) };
}

/** The records that name a member. Asked by themselves: with the order in one query, the planner walks all records by time instead. */
function idsOf(memberId: string): SQL {
  return sql`array(select r.id from staff.access_record r where r.member_ids @> ${textArray([memberId])})`;
}
