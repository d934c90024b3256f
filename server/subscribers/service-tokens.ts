import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { bytea, textArray } from "../sql-values.ts";
import type { Actor } from "../staff/actor.ts";
import { actRecorded, type Recorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { hashSecretToken, newSecretToken } from "../staff/secret-token.ts";
import { findSubscriber } from "./show-subscriber.ts";

/**
 * Makes a token by which a subscriber may ask the details API for these fields of a member. Only its hash is kept.
 *
 * @returns the token, which is shown this once.
 * @throws DomainError "forbidden", or "not-found" for an id that is not registered.
 */
export async function issueServiceToken(
  db: Executor,
  actor: Actor,
  { id, fields }: { id: string; fields: readonly string[] },
): Promise<Recorded<{ token: string }>> {
  requirePermission(actor, "subscriber:manage");
  await findSubscriber(db, id);
  return actRecorded(db, actor, async (tx) => {
    const { token, access } = await insertServiceToken(tx, { id, fields, by: actor.login });
    return { ...access, answer: { token } };
  });
}

/** Makes a token as part of an act, which is to record `access` with itself. */
export async function insertServiceToken(
  tx: Executor,
  { id, fields, by }: { id: string; fields: readonly string[]; by: string },
) {
  const token = newSecretToken("memberscope_service");
  await tx.execute(sql`
    insert into event.service_token (token_hash, subscriber_id, scope, created_by)
    values (${bytea(hashSecretToken(token))}, ${id}, ${textArray([...new Set(fields)])}, ${by})`);
  return { token, access: { act: "subscriber.token", memberIds: [], what: { subscriber: id, fields } } };
}

/**
 * Ends a token: the next call with it is refused.
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
    const [row] = await tx.execute<{ id: string }>(sql`
      update event.service_token set revoked_at = clock_timestamp() where id = ${tokenId}::uuid and revoked_at is null
      returning subscriber_id as id`);
    const access = { act: "subscriber.token-revoked", memberIds: [] };
    if (row) return { ...access, what: { tokenId, subscriber: row.id }, answer: { id: row.id } };
    const message = "There is no such token in force. Look at the subscriber's tokens again.";
    return { ...access, what: { tokenId }, refusal: new DomainError("not-found", message, { field: "tokenId" }) };
  });
}
