import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { jsonb } from "../../sql-values.ts";
import { digestOf, type Planned } from "./keep-plan.ts";
import { NOTHING, type SetSums, SPANS } from "./plan-set.ts";
import type { SetPeriod } from "./set-period.ts";

/** How far a set is counted that is too slow to be counted while somebody waits: it is kept with the plan that began it. */
export type CountState = SetPeriod & {
  /** Where the next slice begins, in ms since 1970, and how wide it is. */
  nextMs: number;
  widthMs: number;
  isDone: boolean;
  sums: SetSums;
  /** Of so many events one is among those that stand for the set. */
  every: number;
  /** Events in each of the equal spans of the period. */
  spans: number[];
};

/** Where counting begins: with a sixty-fourth of the period, from where it finds out how much is a slice. */
export function startCount({ oldestMs, newestMs }: SetPeriod): CountState {
  const period = { oldestMs: Math.floor(oldestMs), newestMs: Math.floor(newestMs) };
  const widthMs = Math.max(1, Math.ceil((period.newestMs - period.oldestMs) / 64));
  const spans = Array.from({ length: SPANS }, () => 0);
  return { ...period, nextMs: period.oldestMs, widthMs, isDone: false, sums: NOTHING, every: 1, spans };
}

/**
 * How far a plan's set is counted; null when nobody has begun.
 *
 * @throws DomainError "not-found" for what nobody planned so within a day.
 */
export async function readCount(db: Executor, planned: Planned): Promise<CountState | null> {
  const [row] = await db.execute<{ counting: CountState | null }>(sql`
    select p.counting from republish.plan p where p.digest = ${digestOf(planned)}`);
  if (row) return row.counting;
  throw new DomainError(
    "not-found",
    "There is no plan of this selection, layer and target with this token, or it was made more than a day ago. Plan it, and go on with the token it gives.",
    { field: "token" },
  );
}

/** Keeps how far a set is counted; somebody else may have counted the same slice meanwhile, and then theirs is kept. */
export async function keepCount(
  db: Executor,
  planned: Planned,
  before: CountState | null,
  now: CountState,
): Promise<void> {
  await db.execute(sql`
    update republish.plan set counting = ${jsonb(now)}
     where digest = ${digestOf(planned)} and (counting ->> 'nextMs')::float8 is not distinct from ${before?.nextMs ?? null}::float8`);
}
