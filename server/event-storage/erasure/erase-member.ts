import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { MemberCase } from "../../vocabulary/oversight/erasure.ts";

/**
 * Asks for a member to be erased. Nothing is deleted before another admin does it by `eraseMember`.
 *
 * @throws DomainError "forbidden"; "conflict" under a legal hold, when it is asked for already, or was done. All are recorded.
 */
export async function requestErasure(
  db: Executor,
  actor: Actor,
  { memberId, reason, caseNumber }: MemberCase,
): Promise<Recorded<{ requestId: string }>> {
  requirePermission(actor, "member:erase");
  return actRecorded(db, actor, async (tx) => {
    const [row] = await tx.execute<{ outcome: string; request_id: string | null; reason: string }>(sql`
      select r.*, event.mask_free_text(${reason}, ${memberId}) as reason from event.request_erasure(${actor.accountId}::uuid, ${memberId}, ${reason}, ${caseNumber}) r`);
    if (!row) throw new Error("event.request_erasure gave no row");
    const access = { act: "erasure.request", memberIds: [memberId], what: { caseNumber }, reason: row.reason };
    if (row.request_id === null) return { ...access, refusal: refusalOf(row.outcome, memberId) };
    return { ...access, answer: { requestId: row.request_id } };
  });
}

/**
 * Erases a member whom another admin asked to be erased: the clear values are deleted, an event stays that says so, and no
 * republish job sends anything of the member any more.
 *
 * @returns the id of that event.
 * @throws DomainError "forbidden" for the person who asked; "unproved"; "not-found" without an open request; "conflict" under a legal hold.
 */
export async function eraseMember(
  db: Executor,
  actor: Actor,
  { requestId }: { requestId: string },
): Promise<Recorded<{ memberId: string; eventId: string }>> {
  requirePermission(actor, "member:erase");
  requireFreshProof(actor);
  return actRecorded(db, actor, async (tx) => {
    const [row] = await tx.execute<{ outcome: string; member_id: string | null; tombstone_id: string | null }>(sql`
      select r.* from event.erase_member(${actor.accountId}::uuid, ${requestId}::uuid) r`);
    if (!row) throw new Error("event.erase_member gave no row");
    const { member_id: memberId, tombstone_id: eventId } = row;
    const access = { act: "erasure.confirm", memberIds: memberId === null ? [] : [memberId], what: { requestId } };
    if (memberId === null || eventId === null) return { ...access, refusal: refusalOf(row.outcome, memberId ?? "") };
    return { ...access, answer: { memberId, eventId } };
  });
}

/**
 * Closes a request without erasing; whoever may erase may, the person who asked, too.
 *
 * @throws DomainError "forbidden", "not-found" without an open request.
 */
export async function withdrawErasure(
  db: Executor,
  actor: Actor,
  { requestId }: { requestId: string },
): Promise<Recorded<{ memberId: string }>> {
  requirePermission(actor, "member:erase");
  return actRecorded(db, actor, async (tx) => {
    const [row] = await tx.execute<{ member_id: string | null }>(sql`
      select r.member_id from event.withdraw_erasure(${actor.accountId}::uuid, ${requestId}::uuid) r`);
    const memberId = row?.member_id ?? null;
    const access = { act: "erasure.withdraw", memberIds: memberId === null ? [] : [memberId], what: { requestId } };
    return memberId === null ? { ...access, refusal: refusalOf("unknown", "") } : { ...access, answer: { memberId } };
  });
}

function refusalOf(outcome: string, memberId: string): DomainError {
  switch (outcome) {
    case "forbidden":
      return new DomainError("forbidden", "Your account may not erase members. Ask an admin.");
    case "same person":
      return new DomainError("forbidden", "You asked for this yourself: another admin has to do it.");
    case "held":
      return new DomainError(
        "conflict",
        `Member ${memberId} is under a legal hold, which has to be lifted first. Ask who placed it.`,
        { field: "memberId" },
      );
    case "erased before":
      return new DomainError("conflict", `Member ${memberId} was erased already.`, { field: "memberId" });
    case "open before":
      return new DomainError(
        "conflict",
        `Somebody has asked for member ${memberId} to be erased already: another admin has to do it.`,
        {
          field: "memberId",
        },
      );
    default:
      return new DomainError("not-found", "There is no open request with this id. Look at the list of requests.", {
        field: "requestId",
      });
  }
}
