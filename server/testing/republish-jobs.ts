import { randomUUID } from "node:crypto";
import type { Sql, TransactionSql } from "postgres";
import { connect } from "../db.ts";
import type { GivenOrder } from "../vocabulary/republish-order.ts";
import { registerWorkerSubscribers } from "../workers/worker-subscribers.ts";
import { makeActor } from "./actors.ts";
import { insertTestCatalog } from "./catalog.ts";
import type { TestDatabase } from "./database.ts";

/** The test catalog, and the subscribers of an installation as its first worker registers them: what a plan asks whom it would reach. */
export async function insertTestSubscribers(database: TestDatabase, prefix = "test-"): Promise<void> {
  await insertTestCatalog(database.owner());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerWorkerSubscribers(owner, prefix);
  await owner.$client.end();
}

/** An order to everybody on the internal layer; everything can be said otherwise. */
export function makeOrder(given: Partial<GivenOrder> & Pick<GivenOrder, "selection">): GivenOrder {
  return {
    idempotencyKey: randomUUID(),
    layer: "internal",
    target: "ALL",
    reason: "handled wrongly",
    rate: 10_000,
    ...given,
  };
}

/** A job that ordered these events and is done, so that nobody sends it; gives its id, which its messages carry as `replay`. */
export async function insertJob(
  owner: Sql,
  eventIds: readonly string[],
  { layer = 1, target = "ALL" }: { layer?: 1 | 2; target?: string } = {},
): Promise<string> {
  const { accountId: by } = await makeActor(owner, "admin");
  const [job] = await owner<{ id: string }[]>`
    insert into republish.job (idempotency_key, requested_by, layer, target, reason, selection, order_digest, rate, send_order, state)
    values (${randomUUID()}, ${by}, ${layer}, ${target}, 'handled wrongly', '{}', '', 100, 'fastest', 'done') returning id`;
  if (!job) throw new Error("no job was made");
  await owner`
    insert into republish.item (job_id, event_id, member_id, state)
    select ${job.id}, e.id, e.member_id, 'confirmed' from event.member_event e where e.id = any(${[...eventIds]}::uuid[])`;
  return job.id;
}

/** Stores many events of members `m-0` to `m-9` in one statement, from an hour ago on; gives their ids in order. */
export async function storeMany(
  owner: Sql | TransactionSql,
  count: number,
  { note = "many", apartMs = 1 } = {},
): Promise<string[]> {
  const rows = await owner<{ id: string }[]>`
    insert into event.member_event (id, member_id, action_id, version, attributes)
    select event.id_at(clock_timestamp() - interval '1 hour' + n * ${apartMs}::int * interval '1 millisecond', 'm-' || n % 10), 'm-' || n % 10, a.id, 1, jsonb_build_object('note', jsonb_build_object('to', ${note}::text))
      from generate_series(1, ${count}) n, event.action a where a.name = 'thing.changed' returning id`;
  return rows.map(({ id }) => id).sort();
}

/** Stores events with a note of their own, and gives the selection that finds them and nothing else. */
export async function makeNotedSet(owner: Sql, count: number, { apartMs = 1 } = {}) {
  const note = randomUUID();
  const ids = await storeMany(owner, count, { note, apartMs });
  const conditions = [{ field: "became" as const, name: "note", operator: "any" as const, values: [note] }];
  return { note, ids, selection: { conditions }, layer: "internal" as const, target: "external-publisher" };
}
