import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { Actor } from "../staff/actor.ts";
import { recordAccess } from "../staff/record-access.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { RECORDER } from "../subscribers/built-in-subscribers.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";
import { ALL, type RepublishOrder, republishOrderSchema } from "../vocabulary/republish-order.ts";
import { requireSendable } from "./require-sendable.ts";

/**
 * Orders one event to be sent again: makes a job, which the republisher carries out.
 *
 * The same person with the same idempotency key gets the same job, however often and however many at once: a commit may
 * succeed although the caller saw an error, so the order can always be repeated.
 *
 * @throws DomainError "forbidden"; "not-found" for an unknown event; "bad-input" for an imported event, the external layer
 *   of an internal event, or a target that is nobody's; "conflict" when the key was used for another order.
 */
export async function orderRepublish(db: Executor, actor: Actor, input: RepublishOrder): Promise<{ jobId: string }> {
  requirePermission(actor, "republish:send");
  const order = republishOrderSchema.parse(input);
  const memberId = await requireSendable(db, order);
  await requireReceiver(db, order);
  const { id, isNew } = await db.transaction(async (tx) => {
    const job = await insertJob(tx, actor, order, memberId);
    if (job !== null) {
      const { eventId, layer, target, reason } = order;
      const what = { jobId: job, eventId, layer, target };
      await recordAccess(tx, actor, { act: "republish", memberIds: [memberId], what, result: "done", reason });
    }
    return { id: job, isNew: job !== null };
  });
  return { jobId: isNew && id !== null ? id : await findSameOrder(db, actor, order) };
}

async function requireReceiver(db: Executor, { layer, target }: RepublishOrder): Promise<void> {
  if (target === ALL) return;
  const receivers = (await selectSubscribers(db, layer)).map(({ id }) => id).filter((id) => id !== RECORDER);
  if (receivers.includes(target)) return;
  throw new DomainError(
    "bad-input",
    `"${target}" is no subscriber of the ${layer} layer. Choose ALL or one of: ${receivers.join(", ") || "nobody yet"}.`,
    { field: "target" },
  );
}

/** Null when this person has used the key before, also when that happens at this very moment. */
async function insertJob(
  tx: Executor,
  actor: Actor,
  { idempotencyKey, eventId, layer, target, reason }: RepublishOrder,
  memberId: string,
): Promise<string | null> {
  const [row] = await tx.execute<{ id: string }>(sql`
    with job as (
      insert into republish.job (idempotency_key, requested_by, layer, target, reason)
      values (${idempotencyKey}::uuid, ${actor.accountId}::uuid, ${layer === "internal" ? 1 : 2}, ${target}, ${reason})
      on conflict (requested_by, idempotency_key) do nothing
      returning id),
    item as (
      insert into republish.item (job_id, event_id, member_id) select id, ${eventId}::uuid, ${memberId} from job)
    select id from job`);
  return row?.id ?? null;
}

async function findSameOrder(
  db: Executor,
  actor: Actor,
  { idempotencyKey, eventId, layer, target }: RepublishOrder,
): Promise<string> {
  const [job] = await db.execute<{ id: string; is_same: boolean }>(sql`
    select j.id, j.layer = ${layer === "internal" ? 1 : 2} and j.target = ${target}
             and exists (select from republish.item i where i.job_id = j.id and i.event_id = ${eventId}::uuid) as is_same
      from republish.job j
     where j.requested_by = ${actor.accountId}::uuid and j.idempotency_key = ${idempotencyKey}::uuid`);
  if (job?.is_same) return job.id;
  throw new DomainError(
    "conflict",
    "This idempotency key was used for another order. Use a new key (a new UUID) for every order.",
    { field: "idempotencyKey" },
  );
}
