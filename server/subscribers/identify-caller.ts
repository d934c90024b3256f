import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { recordStranger } from "../staff/record-stranger.ts";
import { hashSecretToken } from "../staff/secret-token.ts";
import type { TokenRefusal } from "../vocabulary/choices/token-fields.ts";
import { takeTurn } from "./token-pace.ts";

/** The holder of a service token: whose it is, what it may ask for, and who of staff issued and approved it; `approvedBy` is null where it needed nobody. */
export type Caller = {
  subscriberId: string;
  scope: string[];
  issuedBy: string;
  approvedBy: string | null;
  hash: Buffer;
};

/** What each record of a call says of its token: who answers for it. */
export function answerersOf({ issuedBy, approvedBy }: Caller): Record<string, unknown> {
  return approvedBy === null ? { issuedBy } : { issuedBy, approvedBy };
}

/**
 * Whose a service token is, or why it opens nothing: such a try leaves a record, of one address at most one a minute.
 *
 * @param act what was tried, for the record.
 * @throws DomainError "too-many" when the token, or the address of a bad one, is used too fast.
 */
export async function identifyCaller(
  db: Executor,
  { token, ip, act }: { token: string; ip: string | null; act: string },
): Promise<Caller | { refused: TokenRefusal }> {
  const hash = hashSecretToken(token);
  takeTurn(hash.toString("base64url"));
  const [known] = await db.execute<Omit<Caller, "hash">>(sql`
    select h.subscriber_id as "subscriberId", h.scope, h.issued_by as "issuedBy", h.approved_by as "approvedBy" from event.token_holder(${hash}) h`);
  if (known) return { ...known, hash };
  takeTurn(`bad ${ip}`);
  const [why] = await db.execute<{ refused: TokenRefusal | null }>(sql`select event.token_refusal(${hash}) as refused`);
  const refused = why?.refused ?? "unknown";
  await recordStranger(db, { login: BAD_TOKEN, ip, act, reason: `no token in force: ${refused}` });
  return { refused };
}

/** Who came with a token that is nobody's, in the access records. */
const BAD_TOKEN = "service:unknown";
