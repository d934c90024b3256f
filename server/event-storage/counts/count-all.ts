import { sql } from "drizzle-orm";
import { z } from "zod";
import { bounded } from "../../bounded.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { FullCount } from "../../vocabulary/explore/event-facets.ts";
import { allOf, withinPages } from "../conditions/selection.ts";
import { beginCount } from "./count-question.ts";

/** Counting stops here and says that it took too long. */
const TIME_LIMIT_MS = 10_000;

/** Which events to count to the last. */
export const countAllSchema = z.object({ conditions: conditionsSchema }).strict();

/**
 * Counts every event that conditions find and every different member of them, however many there are, within ten seconds.
 * Whoever breaks the request off ends the counting in the database. The look is recorded before it is answered.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @param other another pool, by which the counting is ended.
 * @returns null instead of numbers where the time was not enough.
 * @throws DomainError as searchEvents does.
 */
export async function countAll(
  db: Executor,
  actor: Actor,
  { conditions, signal, other }: z.infer<typeof countAllSchema> & { signal: AbortSignal | undefined; other: Executor },
): Promise<Recorded<FullCount>> {
  const { selection, personFound, what } = await beginCount(db, actor, { conditions }, "event.count-all");
  const wanted = allOf([...withinPages(selection.period, undefined), ...selection.conditions]);
  const rows = await bounded(db, { ms: TIME_LIMIT_MS, waiting: { signal, other } }, (tx) =>
    tx.execute<{ events: number; members: number }>(sql`
      select count(*)::float8 as events, count(distinct e.member_id)::float8 as members from event.member_event e where ${wanted}`),
  );
  const row = rows?.[0];
  if (row !== undefined && row.events > 0) await personFound();
  const answer: FullCount = row === undefined ? { events: null, members: null } : { ...row };
  return showRecorded(db, actor, { act: "event.count-all", memberIds: [], what, answer, isFound: row?.events !== 0 });
}
