import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { refusalOf } from "../../refusal-of.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { actingHash } from "../../staff/settings/acting-hash.ts";
import type { FileAnswerOrder } from "../../vocabulary/oversight/prepared-file.ts";

/**
 * Approves or declines a file that somebody else has asked for, or takes one's own request back, with what was made of it.
 *
 * @throws DomainError "forbidden" for who asked and for who is no admin, but to take back; "unproved"; "not-found" when none waits for that.
 */
export async function answerFile(
  db: Executor,
  actor: Actor,
  { fileId, answer }: FileAnswerOrder,
): Promise<Recorded<{ fileId: string }>> {
  requirePermission(actor, answer === "withdraw" ? "file:see" : "file:approve");
  if (answer === "approve") requireFreshProof(actor);
  try {
    return await actRecorded(db, actor, async (tx) => {
      const [row] = await tx.execute<{ outcome: string; member_id: string | null; asked_by: string | null }>(sql`
        select r.* from staff.answer_file(${actingHash(actor)}, ${fileId}::uuid, ${answer}) r`);
      if (!row) throw new Error("staff.answer_file gave no row");
      const { outcome, member_id: memberId, asked_by: askedBy } = row;
      const what = { fileId, ...(askedBy !== null && { askedBy }) };
      const access = { act: `file.${answer}`, memberIds: memberId === null ? [] : [memberId], what };
      const isDone = outcome === "approved" || outcome === "declined" || outcome === "withdrawn";
      return isDone ? { ...access, answer: { fileId } } : { ...access, refusal: refusalToAnswer(outcome) };
    });
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function refusalToAnswer(outcome: string): DomainError {
  switch (outcome) {
    case "same person":
      return new DomainError(
        "forbidden",
        "You asked for this file yourself: another admin has to say yes or no. Take it back if it is not needed.",
      );
    case "forbidden":
      return new DomainError("forbidden", "Your account may not approve files. Ask an admin.");
    default:
      return new DomainError("not-found", "No file with this id waits for that. Look at the list of files.", {
        field: "fileId",
      });
  }
}
