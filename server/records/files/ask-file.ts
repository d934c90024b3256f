import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { resolveConditions } from "../../event-storage/conditions/selection.ts";
import { recordableConditions } from "../../event-storage/search/recordable-conditions.ts";
import { refusalOf } from "../../refusal-of.ts";
import { jsonb } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { actRecorded, type Recorded, refuseRecorded } from "../../staff/recorded.ts";
import { requireFreshProof } from "../../staff/require-fresh-proof.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { actingHash } from "../../staff/settings/acting-hash.ts";
import type { FileKind } from "../../vocabulary/choices/file-choices.ts";
import { readMoment } from "../../vocabulary/moment.ts";
import type { DisclosureOrder, DisclosureWhat } from "../../vocabulary/oversight/disclosure.ts";
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

/**
 * Asks for one member's history within a period, for an investigation. Nothing is read before another admin has approved it.
 *
 * @throws DomainError "forbidden", "unproved", "too-many" as askEventFile; "not-found" for a member whom nobody knows; "bad-input" for a period
 *   that ends before it begins.
 */
export async function askDisclosure(
  db: Executor,
  actor: Actor,
  { memberId, from, to, requestNumber, reason, ...terms }: DisclosureOrder,
): Promise<Recorded<{ fileId: string }>> {
  requirePermission(actor, "member:disclose");
  requireFreshProof(actor);
  const [first, last] = [readMoment(from), readMoment(to)];
  if (typeof first !== "object" || typeof last !== "object" || first.start >= last.end) {
    throw new DomainError("bad-input", "to: must be later than from. Write both with their zone.", { field: "to" });
  }
  const what: DisclosureWhat = { ...terms, from: first.start, to: last.end };
  const [known] = await db.execute<{ is: boolean }>(sql`
    select exists (select from event.member_event e where e.member_id = ${memberId}) or exists (select from event.masked_profile(${memberId})) as is`);
  if (!known?.is) {
    const refusal = new DomainError("not-found", `There is no member ${memberId}. Look the member up first.`, {
      field: "memberId",
    });
    return refuseRecorded(db, actor, { act: "file.ask", memberIds: [memberId], what: { kind: "disclosure" }, refusal });
  }
  return askFile(db, actor, { kind: "disclosure", what, memberId, reason, caseNumber: requestNumber });
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
        what: { kind, ...what, ...(caseNumber && { caseNumber }), ...(fileId && { fileId }) },
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
