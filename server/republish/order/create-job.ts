import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { SMALL_JOB } from "../../vocabulary/choices/send-choices.ts";
import { type GivenOrder, type RepublishOrder, republishOrderSchema } from "../../vocabulary/republish-order.ts";
import { isFixed } from "../../vocabulary/republish-selection.ts";
import { readBound } from "../plan/bound.ts";
import { countSet } from "../plan/count-set.ts";
import { foretoldOf } from "../plan/keep-plan.ts";
import type { PlanToken } from "../plan/plan-token.ts";
import { receiversOf } from "../plan/require-receiver.ts";
import { requireSendable } from "../plan/require-sendable.ts";
import { selectedRows } from "../plan/selected-rows.ts";
import { endFreezing } from "./end-freezing.ts";
import { freezeSlice } from "./freeze-slice.ts";
import { requireUnchanged } from "./require-unchanged.ts";

/**
 * Orders a set of events to be sent again: makes a job. Up to 1,000 events are written down at once; a larger set is frozen by
 * the worker, and sent after that, or after somebody else's approval.
 *
 * The same person with the same idempotency key gets the same job, however often and however many at once: a commit may
 * succeed although the caller saw an error, so the order can always be repeated.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError "forbidden"; "unproved"; "not-found" for a named event that is not stored; "bad-input" for an order that cannot be
 *   sent, or that has no plan; "conflict" when the set is no longer what was planned (with both numbers), or when the key was
 *   used for another order.
 */
export async function createJob(db: Db, actor: Actor, input: GivenOrder): Promise<Recorded<{ jobId: string }>> {
  requirePermission(actor, "republish:send");
  requireFreshProof(actor);
  const order = republishOrderSchema.parse(input);
  const digest = digestOf(order);
  const known = await findSameOrder(db, actor, order, digest);
  if (known !== null) return actRecorded(db, actor, async () => ({ unchanged: { jobId: known } }));
  const receivers = await receiversOf(db, order);
  const plan = await planOf(db, order);
  return actRecorded(db, actor, async (tx) => {
    const job = await insertJob(tx, actor, { order, digest, plan, receivers });
    if (job === null) return { unchanged: { jobId: await requireSameOrder(tx, actor, order, digest) } };
    if (plan.count !== null && plan.count <= SMALL_JOB && !plan.isSlow) {
      const { selection, layer } = order;
      const frozen = await freezeSlice(tx, { jobId: job, selection, layer, bound: plan, range: {} });
      await endFreezing(tx, { jobId: job, ...frozen });
    }
    return { ...(await accessOf(tx, job, order, plan)), answer: { jobId: job } };
  });
}

/** The job that took this key at this very moment. */
async function requireSameOrder(tx: Executor, actor: Actor, order: RepublishOrder, digest: string): Promise<string> {
  const winner = await findSameOrder(tx, actor, order, digest);
  if (winner === null) throw new Error("the job that took this key is gone");
  return winner;
}

/** What the order's plan promised, as it still is; for named events, what it is now. */
async function planOf(db: Db, order: RepublishOrder): Promise<PlanToken> {
  if (order.planToken !== undefined) return requireUnchanged(db, order, order.planToken);
  const { selection, layer } = order;
  if (!isFixed(selection)) {
    throw new DomainError("bad-input", "Plan the selection first, and give the plan's token with the order.", {
      field: "planToken",
    });
  }
  const ids = new Set(selection.eventIds ?? []);
  const [only] = ids;
  if (ids.size === 1 && only !== undefined) await requireSendable(db, { eventId: only, layer });
  return db.transaction(
    async (tx) => {
      const bound = await readBound(tx);
      const { count, checksum } = await countSet(tx, await selectedRows(tx, { selection, layer }));
      if (count < ids.size) {
        throw new DomainError(
          "not-found",
          `Of the ${ids.size} named events ${ids.size - count === 1 ? "1 is" : `${ids.size - count} are`} not stored here. Plan the selection to see how many are, and order that.`,
          { field: "selection" },
        );
      }
      return { ...bound, count, checksum, isSlow: false };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

/** Null when this person has used the key before, also when that happens at this very moment. */
async function insertJob(
  tx: Executor,
  actor: Actor,
  { order, digest, plan, receivers }: { order: RepublishOrder; digest: string; plan: PlanToken; receivers: number },
): Promise<string | null> {
  const { idempotencyKey, selection, layer, target, reason, ticket, rate, order: sendOrder, firstLot, startAt } = order;
  const [row] = await tx.execute<{ id: string }>(sql`
    insert into republish.job (idempotency_key, requested_by, layer, target, reason, ticket, selection, order_digest, as_of, bound,
                               planned, checksum, receivers, rate, send_order, first_lot, start_at, repeats, foretold, state)
    values (${idempotencyKey}::uuid, ${actor.accountId}::uuid, ${layer === "internal" ? 1 : 2}, ${target}, ${reason}, ${ticket ?? null},
            ${jsonb(selection)}, ${digest}, ${plan.asOf}::timestamptz, ${plan.snapshot}::pg_snapshot,
            ${plan.count}::bigint, ${plan.checksum}, ${receivers}, ${rate}, ${sendOrder}, ${firstLot ?? null}::int,
            ${startAt ?? null}::timestamptz, ${selection.ofJob?.jobId ?? null}::uuid,
            ${order.planToken === undefined ? sql`null` : foretoldOf(actor, { selection, layer, target, token: order.planToken })}, 'freezing')
    on conflict (requested_by, idempotency_key) do nothing
    returning id`);
  return row?.id ?? null;
}

async function findSameOrder(
  db: Executor,
  actor: Actor,
  { idempotencyKey }: RepublishOrder,
  digest: string,
): Promise<string | null> {
  const [job] = await db.execute<{ id: string; is_same: boolean }>(sql`
    select j.id, j.order_digest = ${digest} as is_same from republish.job j
     where j.requested_by = ${actor.accountId}::uuid and j.idempotency_key = ${idempotencyKey}::uuid`);
  if (job === undefined) return null;
  if (job.is_same) return job.id;
  throw new DomainError(
    "conflict",
    "This idempotency key was used for another order. Use a new key (a new UUID) for every order.",
    { field: "idempotencyKey" },
  );
}

/** Everything of an order but its key and the plan, which is another one when the same person plans again. */
function digestOf({ idempotencyKey: _key, planToken: _token, ...order }: RepublishOrder): string {
  return createHash("sha256").update(JSON.stringify(order)).digest("base64url");
}

/** Small jobs name their members; a large one is named by its job, whose items name them. */
async function accessOf(tx: Executor, jobId: string, order: RepublishOrder, plan: PlanToken) {
  const { layer, target, reason, selection, rate, ticket } = order;
  const rows = await tx.execute<{ member_id: string }>(
    sql`select distinct i.member_id from republish.item i where i.job_id = ${jobId}::uuid order by 1 limit ${SMALL_JOB}`,
  );
  const selected = Object.keys(selection);
  const [eventId] = plan.count === 1 ? (selection.eventIds ?? []) : [];
  const what = {
    jobId,
    layer,
    target,
    rate,
    events: plan.count,
    selected,
    ticket: ticket ?? null,
    eventId: eventId ?? null,
  };
  return { act: "republish", memberIds: rows.map((row) => row.member_id), what, reason };
}
