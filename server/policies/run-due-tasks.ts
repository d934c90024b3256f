import { sql } from "drizzle-orm";
import { domainTransaction, type FirstLayer } from "../application-events/domain-transaction.ts";
import type { Db, Executor } from "../db.ts";
import { log } from "../log.ts";
import type { DeferredTask, DueTask } from "./deferred-task.ts";

/** Between two looks at the signal. */
const MAX_TASKS = 50;

/** With a gap that doubles from ten seconds, the tenth try comes an hour and a half after the first. */
const MAX_ATTEMPTS = 10;
const FIRST_GAP_S = 10;

type TaskRow = { id: string; kind: string; member_id: string; cause_event_id: string; correlation_id: string };

/**
 * Does what is due, oldest first, each in a transaction of its own: the task's effects, the events it raises and its end
 * are committed together. The row's lock is the lease: other workers skip it, and a worker that dies gives it back. What
 * fails is tried again after growing gaps, and set aside after ten tries; it holds nobody up.
 *
 * @param tasks the kinds there are; due rows of any other kind fail.
 * @returns how many were done, failed ones among them; 50 means that there may be more.
 * @throws when the database is away.
 */
export async function runDueTasks(parts: {
  db: Db;
  layer: FirstLayer;
  tasks: readonly DeferredTask[];
}): Promise<number> {
  // An installation whose member system puts nothing down for later has no such table, or a schema `member` of its own,
  // closed to this account: then to_regclass would fail.
  const [found] = await parts.db.execute<{ yes: boolean }>(sql`
    select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = 'member' and c.relname = 'deferred_task' and has_schema_privilege(n.oid, 'usage')) as yes`);
  if (!found?.yes) return 0;
  let count = 0;
  while (count < MAX_TASKS && (await runOldestDue(parts))) count += 1;
  return count;
}

async function runOldestDue({ db, layer, tasks }: Parameters<typeof runDueTasks>[0]): Promise<boolean> {
  let leased: DueTask | null = null;
  try {
    return await domainTransaction(db, layer, async (tx, raise) => {
      leased = await leaseOldestDue(tx);
      if (leased === null) return false;
      const { id, kind } = leased;
      const task = tasks.find((one) => one.kind === kind);
      if (!task) throw new Error(`there is no task ${kind}`);
      const outcome = await task.run(tx, leased, raise);
      await tx.execute(sql`
        update member.deferred_task set state = 'done', finished_at = clock_timestamp(), outcome = ${outcome}, attempts = attempts + 1
         where id = ${id}::uuid`);
      return true;
    });
  } catch (error) {
    if (leased === null) throw error;
    await noteFailure(db, leased, error);
    return true;
  }
}

async function leaseOldestDue(tx: Executor): Promise<DueTask | null> {
  const [row] = await tx.execute<TaskRow>(sql`
    select id, kind, member_id, cause_event_id, correlation_id from member.deferred_task
     where state = 'waiting' and next_at <= clock_timestamp() order by next_at limit 1 for update skip locked`);
  if (!row) return null;
  const { id, kind, member_id: memberId, cause_event_id: causeEventId, correlation_id: correlationId } = row;
  return { id, kind, memberId, causeEventId, correlationId };
}

async function noteFailure(db: Db, { id, kind }: DueTask, error: unknown): Promise<void> {
  log.error({ task: kind, taskId: id, error: String(error) }, "a deferred task failed");
  await db.execute(sql`
    update member.deferred_task
       set attempts = attempts + 1, last_error = left(${String(error)}, 500),
           next_at = clock_timestamp() + power(2, attempts) * ${FIRST_GAP_S} * interval '1 second',
           state = case when attempts + 1 >= ${MAX_ATTEMPTS} then 'failed' else state end,
           finished_at = case when attempts + 1 >= ${MAX_ATTEMPTS} then clock_timestamp() end
     where id = ${id}::uuid and state = 'waiting'`);
}
