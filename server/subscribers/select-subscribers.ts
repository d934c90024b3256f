import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import type { RegisteredSubscriber } from "./register-subscriber.ts";

/** Everybody in the registry, or in one layer of it, by id: for programs; staff ask listSubscribers. */
export async function selectSubscribers(db: Executor, layer?: LayerName): Promise<RegisteredSubscriber[]> {
  const number = layer === undefined ? null : layer === "internal" ? 1 : 2;
  const rows = await db.execute<RegisteredSubscriber>(sql`
    select id, case layer when 1 then 'internal' else 'external' end as layer, owner_domain as "ownerDomain", placement,
           description, queue_name as "queueName", policy, replay_rule as "replayRule"
      from event.subscriber
     where ${number}::smallint is null or layer = ${number}
     order by id`);
  return [...rows];
}
