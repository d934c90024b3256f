import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { textArray } from "../sql-values.ts";
import type { Actor } from "../staff/actor.ts";
import { recordAccess } from "../staff/record-access.ts";
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
): Promise<string> {
  requirePermission(actor, "subscriber:manage");
  await findSubscriber(db, id);
  const token = newSecretToken("memberscope_service");
  const what = { subscriber: id, fields };
  await recordAccess(db, actor, { act: "subscriber.token", memberIds: [], what, result: "done" });
  await db.execute(sql`
    insert into event.service_token (token_hash, subscriber_id, scope, created_by)
    values (decode(${hashSecretToken(token).toString("hex")}, 'hex'), ${id}, ${textArray([...new Set(fields)])}, ${actor.login})`);
  return token;
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
): Promise<{ id: string }> {
  requirePermission(actor, "subscriber:manage");
  const [row] = await db.execute<{ id: string }>(sql`
    update event.service_token set revoked_at = clock_timestamp() where id = ${tokenId}::uuid and revoked_at is null
    returning subscriber_id as id`);
  const what = { tokenId, ...(row && { subscriber: row.id }) };
  const result = row ? "done" : "not found";
  await recordAccess(db, actor, { act: "subscriber.token-revoked", memberIds: [], what, result });
  if (row) return row;
  throw new DomainError("not-found", "There is no such token in force. Look at the subscriber's tokens again.", {
    field: "tokenId",
  });
}
