import { sql } from "drizzle-orm";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, recordedByDatabase } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { Revealed } from "../../vocabulary/choices/reveal-choices.ts";
import type { RevealOrder } from "../../vocabulary/oversight/reveal.ts";

type Outcome = "shown" | "none" | "erased" | "too-many" | "forbidden";
type Row = {
  outcome: Outcome;
  value: string | null;
  ends_at: string;
  for_ms: number;
  used: number;
  most: number;
  record_id: string;
};

/**
 * Shows one personal value of one member in the clear, for five minutes. The database's function counts, records and gives the
 * value in one transaction: this process has no other way to it.
 *
 * @throws DomainError "forbidden" for a role that may not; "unproved" without a fresh proof of who asks; "too-many" when the hour's reveals are used up; "not-found" when the
 *   member has no such value, or was erased. All of these are recorded.
 */
export async function revealField(db: Executor, actor: Actor, order: RevealOrder): Promise<Recorded<Revealed>> {
  requirePermission(actor, "member:reveal");
  requireFreshProof(actor);
  const { memberId, field, reasonCode, reason, caseNumber } = order;
  return recordedByDatabase(db, async (tx) => {
    const [row] = await tx.execute<Row>(sql`
      select r.outcome, r.value, ${isoTime(sql`r.ends_at`)} as ends_at, r.used, r.most, r.record_id,
             (extract(epoch from r.ends_at - clock_timestamp()) * 1000)::int as for_ms
        from staff.reveal_field(${actor.accountId}::uuid, ${actor.ip}, ${memberId}, ${field}, ${reasonCode}, ${reason}, ${caseNumber}) r`);
    if (!row) throw new Error("staff.reveal_field gave no row");
    const { outcome, value, record_id: recordId, ends_at: endsAt, for_ms: forMs, used, most } = row;
    if (outcome !== "shown" || value === null)
      return { recordId, refusal: refusalOf(outcome, { memberId, field, most }) };
    return { recordId, answer: { value, endsAt, forMs, left: most - used } };
  });
}

function refusalOf(
  outcome: Outcome,
  { memberId, field, most }: { memberId: string; field: string; most: number },
): DomainError {
  switch (outcome) {
    case "forbidden":
      return new DomainError("forbidden", "Your account may not reveal personal values. Ask somebody whose role may.");
    case "too-many":
      return new DomainError(
        "too-many",
        `You have revealed ${most} values within the hour, which is all your role may. Go on when the first of them is an hour old, or ask a colleague.`,
      );
    case "erased":
      return new DomainError("not-found", `Member ${memberId} was erased: no personal value is left.`, {
        field: "memberId",
      });
    case "shown":
    case "none":
      return new DomainError("not-found", `Member ${memberId} has no ${field}. Nothing was revealed.`, {
        field: "field",
      });
  }
}
