import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import { log } from "../../log.ts";
import type { PartnerDrop } from "./partner-drop.ts";
import { formatReport, type ReportLine, reportFileName } from "./partner-format.ts";

/** Lines wait this long for others, so that the partner gets few files. */
const GATHER_MS = 30_000;

/** What the partner takes in one file. */
const MAX_LINES = 1000;

/** A failed delivery is tried again after 10 s, then after twice as long each time, an hour at most. It is never given up. */
const FIRST_GAP_S = 10;
const MAX_GAP_S = 3600;

/** Any number will do that no other lock of this database has. */
const CUT_LOCK = 3_115_903;

type DueFile = { id: string; day: string; sequence: number };

/**
 * Cuts a file from the lines that wait, when the oldest has waited long enough or there are enough for one, and delivers
 * every file that is due, oldest first. A file's lines are fixed when it is cut: delivering it again, after a failure or
 * a death, delivers the same text under the same name.
 *
 * @returns how many files were delivered.
 */
export async function deliverReports(
  { db, drop }: { db: Db; drop: PartnerDrop },
  { gatherMs = GATHER_MS }: { gatherMs?: number } = {},
): Promise<number> {
  await db.transaction((tx) => cutFile(tx, gatherMs));
  const due = await db.execute<DueFile>(sql`
    select id::text, to_char(day, 'YYYYMMDD') as day, sequence from partner_reporter.file
     where delivered_at is null and next_at <= clock_timestamp() order by id`);
  let delivered = 0;
  for (const file of due) if (await deliverFile(db, drop, file)) delivered += 1;
  return delivered;
}

async function cutFile(tx: Executor, gatherMs: number): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${CUT_LOCK})`);
  await tx.execute(sql`
    with open as (
      select event_id, delivery, written_at from partner_reporter.line where file_id is null order by written_at limit ${MAX_LINES}),
    cut as (
      insert into partner_reporter.file (day, sequence)
      select d.day, coalesce((select max(f.sequence) from partner_reporter.file f where f.day = d.day), 0) + 1
        from (select (clock_timestamp() at time zone 'Asia/Seoul')::date as day) d
       where (select min(written_at) from open) <= clock_timestamp() - ${gatherMs} * interval '1 millisecond'
          or (select count(*) from open) = ${MAX_LINES}
      returning id)
    update partner_reporter.line l set file_id = cut.id from cut, open where l.event_id = open.event_id and l.delivery = open.delivery`);
}

async function deliverFile(db: Db, drop: PartnerDrop, file: DueFile): Promise<boolean> {
  const name = reportFileName(file);
  try {
    const lines = await db.execute<ReportLine>(sql`
      select member_id as "memberId", code, to_char(happened_at at time zone 'Asia/Seoul', 'YYYYMMDDHH24MISS') as "happenedAt", verified
        from partner_reporter.line where file_id = ${file.id}::bigint order by event_id, delivery`);
    await drop.deliver(name, formatReport({ ...file, lines: [...lines] }));
  } catch (error) {
    log.warn({ file: name, error: String(error) }, "a report was not delivered, trying again later");
    await db.execute(sql`
      update partner_reporter.file
         set attempts = attempts + 1, last_error = left(${String(error)}, 500),
             next_at = clock_timestamp() + least(power(2, least(attempts, 20)) * ${FIRST_GAP_S}, ${MAX_GAP_S}) * interval '1 second'
       where id = ${file.id}::bigint`);
    return false;
  }
  await db.execute(sql`
    update partner_reporter.file set delivered_at = clock_timestamp(), attempts = attempts + 1 where id = ${file.id}::bigint`);
  log.info({ file: name }, "a report was delivered to the partner");
  return true;
}
