import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { recordAccess } from "../staff/record-access.ts";
import type { TokenRefusal } from "../vocabulary/choices/token-fields.ts";
import type { JsonValue } from "../vocabulary/member-event.ts";
import { answerersOf, identifyCaller } from "./identify-caller.ts";

/** A member's latest state for an outside system: the fields of its token's scope, and the identifier. */
export type MemberDetails = { memberId: string } & Record<string, JsonValue>;

/** What came of the question: nobody asks with a token that is not in force. */
export type DetailsAnswer =
  | { kind: "unauthorized"; refused: TokenRefusal }
  | { kind: "not found" }
  | { kind: "found"; details: MemberDetails };

/** `details` is null when there is no such member. */
type DetailsRow = { subscriber_id: string | null; details: MemberDetails | null };

/**
 * Answers a subscriber's question for a member's latest state: the other half of zero-payload events. The access is
 * recorded, as `service:<subscriber>` and with who issued and approved the token, before it is answered.
 *
 * @param token the service token in the clear.
 * @param ip where the question came from.
 * @throws DomainError "too-many" when the token is used too fast; what the database says; then nothing may be answered.
 */
export async function memberDetails(
  db: Executor,
  { token, memberId, ip }: { token: string; memberId: string; ip: string | null },
): Promise<DetailsAnswer> {
  const caller = await identifyCaller(db, { token, ip, act: "details-api" });
  if ("refused" in caller) return { kind: "unauthorized", ...caller };
  const [row] = await db.execute<DetailsRow>(sql`
    select d.subscriber_id, d.details from event.member_details(${caller.hash}, ${memberId}) d`);
  // Ended between the two statements.
  if (!row?.subscriber_id) return { kind: "unauthorized", refused: "ended" };
  const { details } = row;
  const service = { kind: "service", login: `service:${row.subscriber_id}`, ip } as const;
  const result = details ? "shown" : "not found";
  const what = answerersOf(caller);
  await recordAccess(db, service, { act: "details-api", memberIds: [shortened(memberId)], what, result });
  return details ? { kind: "found", details } : { kind: "not found" };
}

/** An identifier as it stands in access records: no member's has more than 64 bytes, but a caller may send anything. */
export function shortened(memberId: string): string {
  return Array.from(memberId).slice(0, 64).join("");
}
