import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type LetterOrder, letterOrderSchema } from "../../vocabulary/dead-letter.ts";
import { findQueue } from "../find-queue.ts";

/**
 * Orders dead letters to be brought back into their queue or discarded: makes an act, which the worker carries out. The act
 * and its access record are one transaction. It covers what lies there when it is ordered; a letter that dies again stays.
 *
 * The same person with the same idempotency key gets the same act, however often and however many at once.
 *
 * @throws DomainError "forbidden"; "not-found" for nobody's queue; "conflict" when the key was used for another order.
 */
export async function orderLetterAct(
  db: Executor,
  actor: Actor,
  input: LetterOrder,
): Promise<Recorded<{ actId: string }>> {
  requirePermission(actor, "dead-letter:resolve");
  const order = letterOrderSchema.parse(input);
  const { id, queueName } = await findQueue(db, order.queue);
  const { idempotencyKey, act, selection, rate, reason } = order;
  return actRecorded(db, actor, async (tx) => {
    const [made] = await tx.execute<{ id: string }>(sql`
      insert into event.letter_act (idempotency_key, subscriber_id, queue_name, act, selection, rate, reason, requested_by, requested_login)
      values (${idempotencyKey}::uuid, ${id}, ${queueName}, ${act}, ${jsonb(selection)}, ${rate}, ${reason}, ${actor.accountId}::uuid, ${actor.login})
      on conflict (requested_by, idempotency_key) do nothing returning id::text as id`);
    if (made === undefined) {
      return { unchanged: { actId: await findSameOrder(tx, actor, { ...order, queue: queueName }) } };
    }
    const what = { actId: made.id, queue: queueName, selection, rate };
    return { act: `dead-letters.${act}`, memberIds: [], what, reason, answer: { actId: made.id } };
  });
}

async function findSameOrder(tx: Executor, actor: Actor, order: LetterOrder): Promise<string> {
  const [known] = await tx.execute<{ id: string; is_same: boolean }>(sql`
    select id::text as id, queue_name = ${order.queue} and act = ${order.act} and selection = ${jsonb(order.selection)} as is_same
      from event.letter_act
     where requested_by = ${actor.accountId}::uuid and idempotency_key = ${order.idempotencyKey}::uuid`);
  if (known?.is_same) return known.id;
  throw new DomainError(
    "conflict",
    "This idempotency key was used for another order. Use a new key (a new UUID) for every order.",
    { field: "idempotencyKey" },
  );
}
