import { sql } from "drizzle-orm";
import type { z } from "zod";
import { isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { bytea, textArray } from "../../sql-values.ts";
import type { createTokenSchema, PersonalToken } from "../../vocabulary/staff/settings.ts";
import type { Actor } from "../actor.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { requireFreshProof } from "../require-fresh-proof.ts";
import { actorMay, requirePermission, requireWholeAccount } from "../require-permission.ts";
import { hashSecretToken, newSecretToken } from "../secret-token.ts";
import { actingHash } from "./acting-hash.ts";

/** The personal access tokens of whoever asks, and with staff:manage everybody's; the newest first. */
export async function listTokens(db: Executor, actor: Actor): Promise<{ tokens: PersonalToken[] }> {
  const tokens = await db.execute<PersonalToken>(sql`
    select t.id, t.login, t.own, t.name, t.scope, ${isoTime(sql`t.created_at`)} as "createdAt", t.created_by as "createdBy",
           ${isoTime(sql`t.expires_at`)} as "expiresAt", ${isoTime(sql`t.last_used_at`)} as "lastUsedAt", ${isoTime(sql`t.revoked_at`)} as "revokedAt"
      from staff.list_tokens(${actingHash(actor)}) t`);
  return { tokens: [...tokens] };
}

/**
 * Makes a personal access token of one's own. It may what its owner's role may at the time it is used, of that only `scope` where one is given,
 * and ends with the account.
 *
 * @returns the token, which is shown this once, and its end as ISO 8601.
 * @throws DomainError "unproved"; "forbidden" for a scope that the actor does not have.
 */
export async function createToken(
  db: Executor,
  actor: Actor,
  { name, days, scope: given }: z.infer<typeof createTokenSchema>,
): Promise<Recorded<{ token: string; expiresAt: string }>> {
  requireFreshProof(actor);
  // A token makes no token that may more than itself.
  const scope = given ?? actor.scope ?? undefined;
  for (const permission of scope ?? []) requirePermission(actor, permission);
  const token = newSecretToken("msp");
  const scopes = scope === undefined ? sql`null::text[]` : textArray([...new Set(scope)]);
  return actRecorded(db, actor, async (tx) => {
    const [made] = await tx.execute<{ ends: string | null }>(sql`
      select ${isoTime(sql`t.ends`)} as ends
        from staff.create_token(${actingHash(actor)}, null, null, ${bytea(hashSecretToken(token))}, ${name}, ${scopes}, ${days}) t (ends)`);
    if (!made?.ends) throw new Error("the own account was not found");
    const what = { login: actor.login, name, days, ...(scope && { scope }) };
    return { act: "token.create", memberIds: [], what, answer: { token, expiresAt: made.ends } };
  });
}

/**
 * Ends a personal access token: one's own, or with staff:manage anybody's. A token with a scope that lacks it ends itself alone.
 * The next call with an ended one is refused.
 *
 * @throws DomainError "not-found" when there is no such one in force; "forbidden" by a token that may end itself alone.
 */
export async function revokeToken(
  db: Executor,
  actor: Actor,
  { tokenId }: { tokenId: string },
): Promise<Recorded<{ login: string; name: string }>> {
  return actRecorded(db, actor, async (tx) => {
    const [ended] = await tx.execute<{ login: string; name: string }>(sql`
      select r.owner as login, r.token_name as name from staff.revoke_token(${actingHash(actor)}, ${tokenId}::uuid) r`);
    const access = { act: "token.revoke", memberIds: [] };
    if (ended) return { ...access, what: { ...ended }, answer: ended };
    if (!actorMay(actor, "staff:manage")) requireWholeAccount(actor);
    const message = "There is no such token in force. Look at the list again.";
    return { ...access, refusal: new DomainError("not-found", message, { field: "tokenId" }) };
  });
}
