import { sql } from "drizzle-orm";
import type { Sql } from "postgres";
import type { Db } from "../../db.ts";
import { migrate } from "../../migrate.ts";
import { BENCH_ACTIONS, insertBenchCatalog } from "../policy-bench-data.ts";

const CHUNK = 100_000;
const MEMBERS_PER_EVENT = 0.1;

/** Brings a database to so many events of 24 months, each published inside; goes on where an earlier run was broken off. */
export async function fillReadBench(url: string, owner: Sql, events: number): Promise<void> {
  await migrate({ url, searchHashKey: "benchmarks only" });
  await owner`call event.add_quarters((now() - interval '25 months')::date, now()::date)`;
  const [catalog] = await owner`select from event.action limit 1`;
  if (!catalog) await insertBenchCatalog(owner);
  const [stored] = await owner<{ n: number }[]>`select count(*)::float8 as n from event.member_event`;
  if ((stored?.n ?? 0) < events) await dropIndexes(owner);
  const members = Math.round(events * MEMBERS_PER_EVENT);
  for (let from = stored?.n ?? 0; from < events; from += CHUNK) {
    await owner`
      with stored as (
        insert into event.member_event (id, member_id, correlation_id, action_id, device_id, ip, attributes, context)
        select x.id, x.member_id, x.id, x.action_id, 'd-' || x.m % 150000, '10.' || x.m % 256 || '.' || x.i % 200 || '.' || x.i % 250, x.attributes,
               jsonb_build_object('channel', 'app', 'deviceId', 'd-' || x.m % 150000)
          from (select i, m.m, 'm-' || m.m as member_id, 1 + floor(${BENCH_ACTIONS}::int * power(random(), 3))::int as action_id,
                       event.id_at(now() - interval '24 months' * (1 - i::float8 / ${events}::int), 'm-' || m.m) as id,
                       jsonb_build_object('points', jsonb_build_object('from', i % 1000, 'to', i % 1000 + 5))
                         || case when i % 3 = 0 then jsonb_build_object('plan', jsonb_build_object('to', 'plan-' || floor(500 * power(random(), 2)))) else '{}' end
                         || case when i % 50 = 0 then jsonb_build_object('note', jsonb_build_object('to', 'rare-' || i / 500)) else '{}' end
                         -- Common for a fifth of the time long ago, and absent since.
                         || case when i % 2 = 0 and i::float8 / ${events}::int between 0.2 and 0.4 then jsonb_build_object('tariff', jsonb_build_object('to', 'summer')) else '{}' end as attributes
                  from generate_series(${from + 1}::int, ${Math.min(events, from + CHUNK)}::int) i
                 cross join lateral (select floor(${members}::int * power(random() + 0 * i, 2))::int as m) m) x
        returning id, member_id)
      insert into event.publication (event_id, member_id, layer, published_at) select id, member_id, 1, clock_timestamp() from stored`;
  }
  if (await makeIndexes(owner)) await owner`vacuum analyze`;
}

/** Takes the indexes off, which rows without them come several times faster for, and keeps how to make them. */
async function dropIndexes(owner: Sql): Promise<void> {
  await owner.begin(async (tx) => {
    await tx`create table if not exists bench_index (name text primary key, statement text not null)`;
    const dropped = await tx<{ name: string }[]>`
      insert into bench_index
      select i.indexrelid::regclass::text, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
        from pg_index i where i.indrelid = 'event.member_event'::regclass and not i.indisprimary
      returning name`;
    for (const { name } of dropped) await tx.unsafe(`drop index ${name}`);
  });
}

/** Makes what was taken off, one after another; whether something was. */
async function makeIndexes(owner: Sql): Promise<boolean> {
  await owner`create table if not exists bench_index (name text primary key, statement text not null)`;
  const dropped = await owner<{ name: string; statement: string }[]>`select * from bench_index order by name`;
  for (const { name, statement } of dropped)
    await owner.begin(async (tx) => {
      await tx`set local maintenance_work_mem = '1GB'`;
      await tx.unsafe(statement);
      await tx`delete from bench_index where name = ${name}`;
    });
  return dropped.length > 0;
}

/** What reads ask for: the values of events drawn at random, so that busy members come as often as they act. */
export type ReadParameters = {
  memberId: string;
  correlationId: string;
  deviceId: string;
  ip: string;
  action: string;
  rare: string;
  medium: string;
};

/** Two hundred of them. */
export async function parametersOf(owner: Sql): Promise<ReadParameters[]> {
  return owner<ReadParameters[]>`
    select e.member_id as "memberId", e.correlation_id as "correlationId", e.device_id as "deviceId", e.ip, a.name as action,
           coalesce((select n.attributes -> 'note' ->> 'to' from event.member_event n where n.id >= e.id and n.attributes ? 'note' order by n.id limit 1), 'rare-1') as rare,
           'plan-' || (10 + floor(random() * 480))::int as medium
      from (select * from event.member_event tablesample bernoulli (0.2) limit 200) e join event.action a on a.id = e.action_id`;
}

/** The newest 51 rows of a member by one prepared statement: what a page cannot be faster than. */
export async function newestOfMember(db: Db, memberId: string): Promise<number> {
  const rows = await db.execute(sql`
    select e.id, e.member_id, e.stored_at, e.action_id, e.attributes::text, e.context::text, e.correlation_id, e.causation_id from event.member_event e
     where e.member_id = ${memberId} order by e.id desc limit 51`);
  return rows.length;
}
