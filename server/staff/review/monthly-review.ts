import { sql } from "drizzle-orm";
import type { z } from "zod";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type {
  MonthlyReview,
  ReviewedMonths,
  ReviewSignature,
  reviewMonthSchema,
  signReviewSchema,
} from "../../vocabulary/oversight/monthly-review.ts";
import type { Actor } from "../actor.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { requireFreshProof } from "../require-fresh-proof.ts";
import { requirePermission } from "../require-permission.ts";
import { boundsOf, digestOf, reportMonth } from "./report-month.ts";

/** The act under which a signature stands in the access records. */
const SIGNED = "access-review.sign";

/**
 * The months with access records and who has signed them: at most 24, newest first.
 *
 * @throws DomainError "forbidden" without the permission access-record:see.
 */
export async function listReviews(db: Executor, actor: Actor): Promise<ReviewedMonths> {
  requirePermission(actor, "access-record:see");
  const rows = await db.execute<{ month: string; isOver: boolean }>(sql`
    with month as (
      select m.at, m.at + interval '1 month' as next from generate_series(
        date_trunc('month', greatest(clock_timestamp() at time zone 'UTC' - interval '23 months',
                                     (select r.at at time zone 'UTC' from staff.access_record r order by r.id limit 1))),
        clock_timestamp() at time zone 'UTC', interval '1 month') m(at))
    select to_char(m.at, 'YYYY-MM') as month, m.next <= clock_timestamp() at time zone 'UTC' as "isOver" from month m
     where exists (select from staff.access_record r
                    where r.id >= event.id_floor(m.at at time zone 'UTC') and r.id < event.id_floor(m.next at time zone 'UTC'))
     order by 1 desc`);
  const signatures = await findSignatures(db);
  const months = rows.map(({ month, isOver }) => {
    const signature = signatures.find((one) => one.month === month) ?? null;
    return { month, isOver, isDue: isOver && signature === null, signature };
  });
  return { months, asOf: await databaseTime(db) };
}

/**
 * What the access records of a month say, and whether it is signed: who looked how widely, what was unusual, and what was decided without a
 * second person. It names no member: the records themselves do.
 *
 * @throws DomainError "forbidden" without the permission access-record:see.
 */
export async function reviewMonth(
  db: Executor,
  actor: Actor,
  { month }: z.infer<typeof reviewMonthSchema>,
): Promise<MonthlyReview> {
  requirePermission(actor, "access-record:see");
  const report = await reportMonth(db, month);
  return {
    report,
    sha256: digestOf(report),
    isOver: await isOver(db, month),
    signature: (await findSignatures(db)).find((one) => one.month === month) ?? null,
    asOf: await databaseTime(db),
  };
}

/**
 * Signs a month that is over. The signature is an access record of its own, sealed with the others: it names the digest of what was read.
 *
 * @throws DomainError "forbidden", "unproved"; "bad-input" before the month is over; "conflict" when it is signed already or is not what was read.
 */
export async function signReview(
  db: Executor,
  actor: Actor,
  { month, sha256, note }: z.infer<typeof signReviewSchema>,
): Promise<Recorded<{ month: string }>> {
  requirePermission(actor, "access-record:see");
  requireFreshProof(actor);
  return actRecorded(db, actor, async (tx) => {
    // Two who sign at once would both find it unsigned.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`${SIGNED} ${month}`}))`);
    const access = { act: SIGNED, memberIds: [], what: { month, sha256 }, reason: note };
    const refusal = await refusalTo(tx, { month, sha256 });
    return refusal === null ? { ...access, answer: { month } } : { ...access, refusal };
  });
}

async function refusalTo(tx: Executor, signed: { month: string; sha256: string }): Promise<DomainError | null> {
  const { month, sha256 } = signed;
  if (!(await isOver(tx, month))) {
    return new DomainError(
      "bad-input",
      `The month ${month} is not over. Sign it once the next one has begun, in UTC.`,
      {
        field: "month",
      },
    );
  }
  const before = (await findSignatures(tx)).find((one) => one.month === month);
  if (before) {
    return new DomainError("conflict", `The month ${month} was signed by ${before.by} already.`, { field: "month" });
  }
  if (digestOf(await reportMonth(tx, month)) !== sha256) {
    return new DomainError(
      "conflict",
      `The month ${month} is not what you read. Open it again and look what differs.`,
      {
        field: "sha256",
      },
    );
  }
  return null;
}

async function isOver(db: Executor, month: string): Promise<boolean> {
  const [row] = await db.execute<{ over: boolean }>(sql`select ${boundsOf(month).to} <= clock_timestamp() as over`);
  return row?.over ?? false;
}

/** The first signature under a month counts. Read by the index access_record_review. */
async function findSignatures(db: Executor): Promise<ReviewSignature[]> {
  return db.execute<ReviewSignature>(sql`
    select r.what ->> 'month' as month, r.login as by, ${isoTime(sql`r.at`)} as at, r.what ->> 'sha256' as sha256, coalesce(r.reason, '') as note
      from staff.access_record r where r.act = 'access-review.sign' and r.result = 'done' order by r.id`);
}
