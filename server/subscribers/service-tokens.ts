import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { bytea, textArray } from "../sql-values.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requireFreshProof } from "../staff/require-fresh-proof.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { hashSecretToken, newSecretToken } from "../staff/secret-token.ts";
import { actingHash } from "../staff/settings/acting-hash.ts";
import type { NewToken } from "../vocabulary/service-token.ts";
import { findSubscriber } from "./show-subscriber.ts";

/** A token that was just made. `needsSecond`: it opens nothing before another admin approves it. */
export type IssuedToken = { tokenId: string; token: string; endsAt: string; needsSecond: boolean };

/**
 * Makes a token by which a subscriber may ask the details API for these fields of a member. Only its hash is kept. One that
 * reveals personal values waits for `approveServiceToken` by another admin.
 *
 * @returns the token, which is shown this once.
 * @throws DomainError "forbidden", "unproved", "not-found" for an id that is not registered; "conflict" for one that belongs to
 *   the member system itself.
 */
export async function issueServiceToken(db: Executor, actor: Actor, order: NewToken): Promise<Recorded<IssuedToken>> {
  requirePermission(actor, "subscriber:manage");
  requireFreshProof(actor);
  await findSubscriber(db, order.id);
  return actRecorded(db, actor, async (tx) => {
    const made = await insertServiceToken(tx, actor, order);
    return "refusal" in made ? made : { ...made.access, answer: made.issued };
  });
}

/**
 * Makes a token as part of an act, which is to record `access` with itself.
 *
 * @returns the refusal, with what to record of it, for a subscriber that belongs to the member system itself.
 */
export async function insertServiceToken(tx: Executor, actor: Actor, { id, fields, reason, days }: NewToken) {
  const token = newSecretToken("memberscope_service");
  const [row] = await tx.execute<{ tokenId: string | null; endsAt: string | null; needsSecond: boolean | null }>(sql`
    select t.token_id as "tokenId", ${isoTime(sql`t.ends_at`)} as "endsAt", t.needs_second as "needsSecond"
      from event.ask_service_token(${actingHash(actor)}, ${id}, ${bytea(hashSecretToken(token))}, ${textArray([...new Set(fields)])}, ${reason}, ${days}) t`);
  const { tokenId = null, endsAt = null, needsSecond } = row ?? {};
  const access = { act: "subscriber.token", memberIds: [], what: { subscriber: id, fields, days }, reason };
  if (tokenId === null || endsAt === null) {
    const message = `${id} belongs to the member system itself, which reads its own database: it gets no token. Register who asks from outside.`;
    return { ...access, refusal: new DomainError("conflict", message, { field: "id" }) };
  }
  return { access, issued: { tokenId, token, endsAt, needsSecond: needsSecond === true } };
}

/**
 * Lets a token take effect that another admin has asked for.
 *
 * @throws DomainError "forbidden" for who asked for it, which is recorded, "unproved"; "not-found" when no such token waits.
 */
export async function approveServiceToken(
  db: Executor,
  actor: Actor,
  { tokenId }: { tokenId: string },
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "subscriber:manage");
  requireFreshProof(actor);
  return actRecorded(db, actor, async (tx) => {
    const [row] = await tx.execute<{
      outcome: string;
      subscriber_id: string | null;
      scope: string[];
      asked_by: string;
    }>(sql`select a.* from event.approve_service_token(${actingHash(actor)}, ${tokenId}::uuid) a`);
    const id = row?.subscriber_id ?? null;
    const access = { act: "subscriber.token-approved", memberIds: [] };
    if (row === undefined || id === null) {
      const message = "No such token waits for approval. Look at the list of tokens again.";
      return { ...access, what: { tokenId }, refusal: new DomainError("not-found", message, { field: "tokenId" }) };
    }
    const what = { tokenId, subscriber: id, fields: row.scope, askedBy: row.asked_by };
    if (row.outcome === "approved") return { ...access, what, answer: { id } };
    const message = "You asked for this token yourself: another admin has to approve it.";
    return { ...access, what, refusal: new DomainError("forbidden", message, { field: "tokenId" }) };
  });
}

/**
 * Ends a token, one that waits too: the next call with it is refused.
 *
 * @throws DomainError "forbidden", or "not-found" when no such token is in force.
 */
export async function revokeServiceToken(
  db: Executor,
  actor: Actor,
  { tokenId }: { tokenId: string },
): Promise<Recorded<{ id: string }>> {
  requirePermission(actor, "subscriber:manage");
  return actRecorded(db, actor, async (tx) => {
    const [row] = await tx.execute<{ id: string | null }>(
      sql`select event.revoke_service_token(${actingHash(actor)}, ${tokenId}::uuid) as id`,
    );
    const access = { act: "subscriber.token-revoked", memberIds: [] };
    const id = row?.id ?? null;
    if (id !== null) return { ...access, what: { tokenId, subscriber: id }, answer: { id } };
    const message = "There is no such token in force. Look at the subscriber's tokens again.";
    return { ...access, what: { tokenId }, refusal: new DomainError("not-found", message, { field: "tokenId" }) };
  });
}
