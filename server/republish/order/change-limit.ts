import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Db, Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { ApprovalLimit } from "../../vocabulary/republish-job.ts";
import { orderedInDay } from "../plan/approval-limit.ts";

/** The limit above which a second person must agree, and what is proposed instead. */
export async function showLimit(db: Executor, actor: Actor): Promise<ApprovalLimit> {
  requirePermission(actor, "republish:see");
  const { limit } = await orderedInDay(db, actor, "internal");
  const [proposal] = await db.execute<NonNullable<ApprovalLimit["proposal"]>>(sql`
    select c.id, c.deliveries::float8 as deliveries, c.reason, s.login as by, c.proposed_by = ${actor.accountId}::uuid as "isMine",
           ${isoTime(sql`c.proposed_at`)} as at
      from republish.limit_change c join staff.account s on s.id = c.proposed_by
     where c.confirmed_at is null and c.proposed_at > clock_timestamp() - interval '24 hours'
       and not exists (select from republish.limit_change n where n.proposed_at > c.proposed_at) order by c.id desc limit 1`);
  return { deliveries: limit, proposal: proposal ?? null };
}

/** Proposes another limit; it holds once another admin confirms it within 24 hours, and replaces what was proposed before. Refused without a fresh proof. */
export async function proposeLimit(
  db: Db,
  actor: Actor,
  { deliveries, reason }: { deliveries: number; reason: string },
): Promise<Recorded<{ changeId: string }>> {
  requirePermission(actor, "republish:send");
  requireFreshProof(actor);
  return actRecorded(db, actor, async (tx) => {
    const [made] = await tx.execute<{ id: string }>(sql`
      insert into republish.limit_change (deliveries, reason, proposed_by)
      values (${deliveries}::bigint, ${reason}, ${actor.accountId}::uuid) returning id`);
    if (!made) throw new Error("no change was proposed");
    return { act: "republish.limit", memberIds: [], what: { deliveries }, reason, answer: { changeId: made.id } };
  });
}

/**
 * Puts a proposed limit into force; the history of settings then has it.
 *
 * @throws DomainError "unproved"; "forbidden" for the person who proposed it; "conflict" when it is not the newest proposal of 24 hours.
 */
export async function confirmLimit(
  db: Db,
  actor: Actor,
  { changeId }: { changeId: string },
): Promise<Recorded<Record<string, never>>> {
  requirePermission(actor, "republish:send");
  requireFreshProof(actor);
  return actRecorded(db, actor, async (tx) => {
    // Held before it is read: another admin may confirm it at this very moment.
    await tx.execute(sql`select from republish.limit_change where id = ${changeId}::uuid for update`);
    const { proposal } = await showLimit(tx, actor);
    if (proposal?.id !== changeId) {
      throw new DomainError("conflict", "This limit is not what is proposed now. Look at the newest proposal.", {
        field: "changeId",
      });
    }
    if (proposal.isMine) {
      throw new DomainError("forbidden", "You proposed this limit, so another admin must confirm it. Ask one.", {
        field: "changeId",
      });
    }
    await tx.execute(sql`
      update republish.limit_change set confirmed_by = ${actor.accountId}::uuid, confirmed_at = clock_timestamp() where id = ${changeId}::uuid`);
    const what = { deliveries: proposal.deliveries, proposedBy: proposal.by };
    return { act: "republish.limit-confirmed", memberIds: [], what, answer: {} };
  });
}
