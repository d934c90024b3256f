import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import { recordableConditions } from "../../event-storage/search/recordable-conditions.ts";
import { refusalOf } from "../../refusal-of.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { actingHash } from "../../staff/settings/acting-hash.ts";
import type { FileKind } from "../../vocabulary/choices/file-choices.ts";
import type { EventFileOrder } from "../../vocabulary/oversight/prepared-file.ts";

/**
 * Asks for all events that conditions find as a file. Nothing is read before a second person has approved it; then a worker makes it.
 *
 * @throws DomainError "forbidden" without the permissions record:export and event:search; "unproved"; "too-many" after five requests within a day;
 *   "bad-input" for a condition that the catalog does not allow or that asks for a personal value: the request is kept.
 */
export async function askEventFile(
  db: Executor,
  actor: Actor,
  { conditions, format, reason }: EventFileOrder,
): Promise<Recorded<{ fileId: string }>> {
  requirePermission(actor, "record:export");
  requirePermission(actor, "event:search");
  requireFreshProof(actor);
  await resolveConditions(db, conditions);
  const recorded = await recordableConditions(db, conditions);
  if (JSON.stringify(recorded) !== JSON.stringify(conditions)) {
    throw new DomainError(
      "bad-input",
      "conditions: a request that is kept must not hold a personal value. Ask by the member's id, or export what is found at once.",
      { field: "conditions" },
    );
  }
  return askFile(db, actor, { kind: "events", what: { conditions, format }, memberId: null, reason, caseNumber: null });
}

type FileRequest = {
  kind: FileKind;
  what: Record<string, unknown>;
  memberId: string | null;
  reason: string;
  caseNumber: string | null;
};

async function askFile(
  db: Executor,
  actor: Actor,
  { kind, what, memberId, reason, caseNumber }: FileRequest,
): Promise<Recorded<{ fileId: string }>> {
  try {
    return await actRecorded(db, actor, async (tx) => {
      const [row] = await tx.execute<{ outcome: string; file_id: string | null; kept_reason: string }>(sql`
        select r.* from staff.ask_file(${actingHash(actor)}, ${kind}, ${jsonb(what)}, ${memberId}, ${reason}, ${caseNumber}) r`);
      if (!row) throw new Error("staff.ask_file gave no row");
      const { file_id: fileId, kept_reason: keptReason } = row;
      const memberIds = memberId === null ? [] : [memberId];
      const access = {
        act: "file.ask",
        memberIds,
        what: { kind, ...what, ...(fileId && { fileId }) },
        reason: keptReason,
      };
      return fileId === null ? { ...access, refusal: refusalToAsk(row.outcome) } : { ...access, answer: { fileId } };
    });
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

function refusalToAsk(outcome: string): DomainError {
  if (outcome === "too-many") {
    return new DomainError(
      "too-many",
      "You have asked for five files within a day, which is all one person may. Go on tomorrow, or ask a colleague.",
    );
  }
  return new DomainError("forbidden", "Your role may not ask for such a file. Ask an admin.");
}
