// What it costs to write down that events are published: a row of its own, against a flag in the event's row, in turns.
//   npm run bench -- marking [EVENTS] [ROUNDS]
import postgres, { type Sql } from "postgres";
import { connect } from "../server/db.ts";
import { readMessage } from "../server/messaging/message.ts";
import { recordPublication } from "../server/publication/record-publication.ts";
import { atLeast, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";

/** What a receive of the recorder holds, and what a statement of many receives would. */
const BATCHES = [10, 500] as const;
const AT_LEAST_TIMES = 5;

const [events = 20_000, rounds = 3] = process.argv.slice(2).map(Number);

type Waiting = { eventId: string; memberId: string; body: string };
type Round = { batch: number; rowPerSecond: number; flagPerSecond: number; rowWal: number; flagWal: number };

/** Stores events that wait in the internal layer, and the same with a flag in a table that has all indexes of the event table. */
async function store(owner: Sql): Promise<Waiting[]> {
  await owner`truncate event.pending, event.publication`;
  await owner`drop table if exists flagged`;
  const rows = await owner<Waiting[]>`
    with stored as (
      insert into event.member_event (id, member_id, action_id, device_id, ip, attributes, context)
      select event.id_at(clock_timestamp() - interval '1 hour' + n * interval '1 millisecond', 'm-' || n % 1000), 'm-' || n % 1000,
             (select id from event.action where name = 'thing.seen'), 'd-' || n % 500, '203.0.113.' || n % 200, '{"place": {"to": "here"}}',
             jsonb_build_object('deviceId', 'd-' || n % 500, 'ip', '203.0.113.' || n % 200, 'channel', 'web')
        from generate_series(1, ${events}::int) n
      returning id, member_id, stored_at),
    waiting as (insert into event.pending (event_id, member_id, layer, stored_at, next_at) select id, member_id, 1, stored_at, stored_at from stored)
    select id as "eventId", member_id as "memberId", '' as body from stored order by id`;
  await owner`create table flagged (like event.member_event including all excluding generated)`;
  await owner`
    insert into flagged select * from event.member_event where id = any(${rows.map(({ eventId }) => eventId)}::uuid[])`;
  await owner`alter table flagged add column published boolean not null default false, add column published_at timestamptz`;
  await owner`create index on flagged (id) where not published`;
  await owner`vacuum analyze flagged`;
  await owner`vacuum analyze event.pending`;
  return rows;
}

function messageOf({ eventId, memberId }: Waiting) {
  const event = {
    eventId,
    memberId,
    action: "thing.seen",
    version: 1,
    changed: ["place"],
    occurredAt: "2026-01-01T00:00:00Z",
  };
  const header = { layer: { Type: "String", Value: "internal" }, target: { Type: "String", Value: "ALL" } };
  const message = readMessage(JSON.stringify(event), header);
  if (message === null) throw new Error("the message cannot be read");
  return message;
}

async function measure(
  owner: Sql,
  all: readonly Waiting[],
  batch: number,
  mark: (some: readonly Waiting[]) => Promise<unknown>,
) {
  const wal = async () => Number((await owner`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as at`)[0]?.at);
  const before = await wal();
  const began = performance.now();
  for (let from = 0; from < all.length; from += batch) await mark(all.slice(from, from + batch));
  const perSecond = Math.round((all.length * 1000) / (performance.now() - began));
  return { perSecond, wal: Math.round(((await wal()) - before) / all.length) };
}

const installation = await startInstallation();
const owner = postgres(installation.ownerUrl, { max: 1, onnotice: () => {} });
const db = connect({ url: installation.ownerUrl, name: "bench", max: 1, plans: "generic" });
try {
  const results: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const batch of BATCHES) {
      const all = await store(owner);
      const row = await measure(owner, all, batch, (some) => recordPublication(db, some.map(messageOf)));
      const flag = await measure(owner, all, batch, (some) => {
        const given = some.map(({ eventId: event_id, memberId: member_id }) => ({ event_id, member_id }));
        return owner`
          with arrived as (select * from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb) as a(event_id uuid, member_id text))
          update flagged f set published = true, published_at = clock_timestamp() from arrived a where f.id = a.event_id and f.member_id = a.member_id and not f.published`;
      });
      const [left] =
        await owner`select (select count(*)::int from event.pending) + (select count(*)::int from flagged where not published) as n`;
      if (left?.n !== 0) throw new Error(`${left?.n} were not marked`);
      const one = {
        batch,
        rowPerSecond: row.perSecond,
        flagPerSecond: flag.perSecond,
        rowWal: row.wal,
        flagWal: flag.wal,
      };
      console.log(JSON.stringify(one));
      results.push(one);
    }
  }
  const ratio = (batch: number) =>
    median(results.filter((one) => one.batch === batch).map((one) => one.rowPerSecond / one.flagPerSecond));
  const goals = BATCHES.map((batch) =>
    atLeast(`marking ${batch} at once, against a flag in the event's row`, ratio(batch), AT_LEAST_TIMES, "times"),
  );
  finishBenchmark("marking", goals, { events, rounds, results });
} finally {
  await Promise.all([owner.end(), db.$client.end()]);
  await installation.stop();
}
