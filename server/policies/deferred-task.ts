import { sql } from "drizzle-orm";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { MessageEvent } from "../messaging/message.ts";

/** A task whose time has come. */
export type DueTask = { id: string; kind: string; memberId: string; causeEventId: string; correlationId: string };

/** What is done later: one file, and one line in deferred-task-list.ts. */
export type DeferredTask = {
  kind: string;
  /**
   * Does the task. Whatever it writes through `tx` and raises is committed together with its end; it looks first whether
   * it is still wanted, since what would have cancelled it may come later than its time.
   *
   * @returns the outcome in a few words, without personal data.
   * @throws anything, to undo all of it and have it tried again later.
   */
  run(tx: Executor, task: DueTask, raise: Raise): Promise<string>;
};

/**
 * Puts a task down for later. The same kind for the same cause is put down once, so a duplicate or a replay adds nothing.
 *
 * @param dueAt ISO 8601 in UTC; whether it has come is for the database's clock to say.
 * @returns whether it was put down.
 */
export async function scheduleTask(
  tx: Executor,
  { kind, cause, dueAt }: { kind: string; cause: MessageEvent; dueAt: string },
): Promise<boolean> {
  const { memberId, eventId, correlationId } = cause;
  const added = await tx.execute(sql`
    insert into member.deferred_task (kind, member_id, cause_event_id, correlation_id, due_at, next_at)
    values (${kind}, ${memberId}, ${eventId}::uuid, ${correlationId ?? eventId}::uuid, ${dueAt}::timestamptz, ${dueAt}::timestamptz)
    on conflict do nothing returning 1`);
  return added.length > 0;
}

/**
 * Cancels a member's waiting tasks of a kind that were put down because of earlier events.
 *
 * @returns how many.
 */
export async function cancelTasks(
  tx: Executor,
  { kind, because }: { kind: string; because: MessageEvent },
): Promise<number> {
  const cancelled = await tx.execute(sql`
    update member.deferred_task set state = 'cancelled', finished_at = clock_timestamp(), outcome = ${`cancelled by ${because.action}`}
     where kind = ${kind} and member_id = ${because.memberId} and state = 'waiting' and cause_event_id < ${because.eventId}::uuid returning 1`);
  return cancelled.length;
}
