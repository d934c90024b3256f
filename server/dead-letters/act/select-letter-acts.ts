import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { LetterAct } from "../../vocabulary/dead-letter.ts";
import { findQueue } from "../find-queue.ts";

/** So many acts of a queue are shown. */
const SHOWN = 20;

/**
 * The latest acts on the dead letters of a queue, newest first.
 *
 * @throws DomainError "forbidden"; "not-found" for nobody's queue.
 */
export async function recentLetterActs(db: Executor, actor: Actor, { queue }: { queue: string }): Promise<LetterAct[]> {
  requirePermission(actor, "publication:see");
  const { queueName } = await findQueue(db, queue);
  return selectActs(db, sql`t.queue_name = ${queueName}`);
}

/**
 * One act on dead letters.
 *
 * @throws DomainError "forbidden"; "not-found" for no act of that id.
 */
export async function showLetterAct(db: Executor, actor: Actor, { actId }: { actId: string }): Promise<LetterAct> {
  requirePermission(actor, "publication:see");
  const [act] = await selectActs(db, sql`t.id = ${actId}::uuid`);
  if (act !== undefined) return act;
  throw new DomainError("not-found", `There is no act ${actId} on dead letters. Look at its queue's page.`, {
    field: "actId",
  });
}

async function selectActs(db: Executor, which: SQL): Promise<LetterAct[]> {
  const rows = await db.execute<LetterAct>(sql`
    select t.id::text as id, t.subscriber_id as subscriber, t.queue_name as queue, t.act, t.selection, t.rate, t.reason,
           t.requested_login as "requestedBy", ${isoTime(sql`t.requested_at`)} as "requestedAt", t.state, t.wanted, t.awaited, t.error,
           (select count(*)::int from event.letter_item i where i.act_id = t.id and i.removed_at is not null) as done,
           ${isoTime(sql`t.finished_at`)} as "finishedAt"
      from event.letter_act t where ${which} order by t.id desc limit ${SHOWN}`);
  return [...rows];
}
