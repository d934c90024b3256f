import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { hashSecretToken, newSecretToken } from "../staff/secret-token.ts";
import { USUAL_TOKEN_DAYS } from "../vocabulary/choices/token-fields.ts";

/** What a token may read: field names of the member details, whose it is, and how many days it is valid: 90 unless given. */
export type ServiceToken = { subscriberId: string; scope: readonly string[]; days?: number };

/**
 * Makes a token for a subscriber's calls of the details API. Only its SHA-256 is kept, so it cannot be shown again; 256
 * random bits need no slow hash. Needs the owner's connection.
 *
 * @returns the token.
 * @throws the database's error when the subscriber is not registered.
 */
export async function createServiceToken(db: Executor, token: ServiceToken): Promise<string> {
  const text = newSecretToken("memberscope_service");
  await storeServiceToken(db, token, text);
  return text;
}

/** Stores a token that was made elsewhere, for set-ups that hand out their own secrets; storing it again sets its scope and end. */
export async function storeServiceToken(
  db: Executor,
  { subscriberId, scope, days = USUAL_TOKEN_DAYS }: ServiceToken,
  text: string,
): Promise<void> {
  const hash = hashSecretToken(text).toString("hex");
  await db.execute(sql`
    insert into event.service_token (token_hash, subscriber_id, scope, ends_at)
    values (decode(${hash}, 'hex'), ${subscriberId}, array(select jsonb_array_elements_text(${JSON.stringify(scope)}::text::jsonb)), clock_timestamp() + make_interval(days => ${days}))
    on conflict (token_hash) do update set subscriber_id = excluded.subscriber_id, scope = excluded.scope, ends_at = excluded.ends_at, revoked_at = null`);
}
