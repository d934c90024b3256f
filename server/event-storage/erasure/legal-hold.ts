import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { MemberCase } from "../../vocabulary/oversight/erasure.ts";

/**
 * Puts a member under a legal hold: until it is lifted nobody erases the member, and a request that is open waits.
 *
 * @throws DomainError "forbidden"; "conflict" when one is in force.
 */
export async function placeHold(
  db: Executor,
  actor: Actor,
  { memberId, reason, caseNumber }: MemberCase,
): Promise<Recorded<{ memberId: string }>> {
  requirePermission(actor, "member:erase");
  return setHold(db, actor, { memberId, reason, caseNumber });
}

/**
 * Lifts a member's legal hold.
 *
 * @throws DomainError "forbidden"; "conflict" when none is in force.
 */
export async function liftHold(
  db: Executor,
  actor: Actor,
  { memberId, reason }: { memberId: string; reason: string },
): Promise<Recorded<{ memberId: string }>> {
  requirePermission(actor, "member:erase");
  return setHold(db, actor, { memberId, reason, caseNumber: null });
}

async function setHold(
  db: Executor,
  actor: Actor,
  { memberId, reason, caseNumber }: { memberId: string; reason: string; caseNumber: string | null },
): Promise<Recorded<{ memberId: string }>> {
  const lifts = caseNumber === null;
  return actRecorded(db, actor, async (tx) => {
    const [row] = await tx.execute<{ changed: boolean; reason: string }>(sql`
      select event.set_legal_hold(${actor.accountId}::uuid, ${memberId}, ${lifts ? null : reason}::text, ${caseNumber}::text) as changed,
             event.mask_free_text(${reason}, ${memberId}) as reason`);
    const access = {
      act: lifts ? "erasure.lift" : "erasure.hold",
      memberIds: [memberId],
      what: lifts ? {} : { caseNumber },
      ...(row && { reason: row.reason }),
    };
    if (row?.changed) return { ...access, answer: { memberId } };
    const message = `Member ${memberId} ${lifts ? "is under no" : "is already under a"} legal hold.`;
    return { ...access, refusal: new DomainError("conflict", message, { field: "memberId" }) };
  });
}
