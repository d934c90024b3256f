import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { PolicyScope } from "../filter-policy/policy.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import type { RegisteredSubscriber } from "./registered-subscriber.ts";

/** An entry of the registry as it is stored. */
export type StoredSubscriber = RegisteredSubscriber & { policyScope: PolicyScope };

/** Everybody in the registry, or in one layer of it, by id: for programs. */
export async function selectSubscribers(db: Executor, layer?: LayerName): Promise<StoredSubscriber[]> {
  const number = layer === undefined ? null : layer === "internal" ? 1 : 2;
  const rows = await db.execute<StoredSubscriber>(sql`
    select id, case layer when 1 then 'internal' else 'external' end as layer, owner_domain as "ownerDomain", placement,
           description, queue_name as "queueName", policy, policy_scope as "policyScope",
           replay_rule as "replayRule"
      from event.subscriber
     where ${number}::smallint is null or layer = ${number}
     order by id`);
  return [...rows];
}
