import { type SQL, sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { requirePermission } from "../staff/require-permission.ts";
import type { ServiceTokenInfo, ServiceTokenOfSubscriber } from "../vocabulary/service-token.ts";

/** Tokens of all subscribers on one page. */
const MOST_LISTED = 500;

/** What is known of one subscriber's tokens, the newest first. */
export async function tokensOf(db: Executor, id: string): Promise<ServiceTokenInfo[]> {
  return [...(await selectTokens(db, sql`t.subscriber_id = ${id}`))];
}

/**
 * The service tokens of all subscribers: first those that wait for a second admin, then the newest.
 *
 * @throws DomainError "forbidden" when the actor may not see subscribers.
 */
export async function listServiceTokens(db: Executor, actor: Actor): Promise<{ tokens: ServiceTokenOfSubscriber[] }> {
  requirePermission(actor, "subscriber:see");
  return { tokens: [...(await selectTokens(db, sql`true`))] };
}

async function selectTokens(db: Executor, which: SQL) {
  return db.execute<ServiceTokenOfSubscriber>(sql`
    select t.id as "tokenId", t.subscriber_id as subscriber, t.scope as fields, t.created_by as "createdBy", ${isoTime(sql`t.created_at`)} as "createdAt", t.reason,
           ${isoTime(sql`t.ends_at`)} as "endsAt", t.approved_by as "approvedBy", ${isoTime(sql`t.approved_at`)} as "approvedAt",
           ${isoTime(sql`t.last_used_at`)} as "lastUsedAt", ${isoTime(sql`t.revoked_at`)} as "revokedAt",
           case when t.revoked_at is not null then 'revoked' when t.ends_at <= clock_timestamp() then 'ended'
                when t.needs_second and t.approved_at is null then 'waiting' else 'in force' end as state
      from event.service_token t where ${which}
     order by (t.needs_second and t.approved_at is null and t.revoked_at is null and t.ends_at > clock_timestamp()) desc, t.created_at desc, t.id limit ${MOST_LISTED}`);
}
