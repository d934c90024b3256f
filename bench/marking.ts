// What it costs to write down that events are published: a row of its own, against a flag in the event's row, in turns. The flag
// stands in a table that is parted and indexed as the event table is; what a vacuum takes afterwards is told beside, and what the
// row costs without a check: the least that a deleted and an inserted row can take.
//   npm run bench -- marking [EVENTS] [ROUNDS] [BESIDE]
import { sql } from "drizzle-orm";
import postgres, { type Sql } from "postgres";
import { connect } from "../server/db.ts";
import { readMessage } from "../server/messaging/message.ts";
import { recordPublication } from "../server/publication/record-publication.ts";
import { idRows } from "../server/sql-values.ts";
import { atLeast, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";

/** What a receive of the recorder holds, and what a statement of many receives would. */
const BATCHES = [10, 500] as const;
const AT_LEAST_TIMES = 5;

const [events = 20_000, rounds = 3, beside = 300_000] = process.argv.slice(2).map(Number);

type Waiting = { eventId: string; memberId: string; body: string };
type Marked = { perSecond: number; vacuumSeconds: number; withVacuum: number; walBytes: number };
type Round = { batch: number; row: Marked; bare: Marked; flag: Marked };

const columns = "id, member_id, stored_at, correlation_id, action_id, version, device_id, ip, attributes, context";

/** A table like the event table, with its partitions and all its indexes, and the flag beside. */
async function makeFlagged(owner: Sql): Promise<void> {
  await owner`create table flagged (like event.member_event including all) partition by range (id)`;
  await owner`alter table flagged add column published boolean not null default false, add column published_at timestamptz`;
  await owner`create index on flagged (id) where not published`;
  const quarters = await owner<{ name: string; from: string; to: string }[]>`
    select to_char(from_day, 'YYYYMMDD') as name, event.id_floor(from_day::timestamp at time zone 'UTC') as from, event.id_floor(to_day::timestamp at time zone 'UTC') as to
      from event.partition_range`;
  for (const { name, from, to } of quarters) {
    await owner.unsafe(`create table flagged_${name} partition of flagged for values from ('${from}') to ('${to}')`);
  }
}

/** Stores so many events from a time on, a millisecond apart, in both tables. */
async function storeEvents(
  owner: Sql,
  { count, from, isWaiting }: { count: number; from: string; isWaiting: boolean },
) {
  const rows = await owner<Waiting[]>`
    with stored as (
      insert into event.member_event (id, member_id, action_id, device_id, ip, attributes, context)
      select event.id_at(clock_timestamp() - ${from}::interval + n * interval '1 millisecond', 'm-' || n % 20000), 'm-' || n % 20000,
             (select id from event.action where name = 'thing.seen'), 'd-' || n % 5000, '203.0.113.' || n % 200, '{"place": {"to": "here"}}',
             jsonb_build_object('deviceId', 'd-' || n % 5000, 'ip', '203.0.113.' || n % 200, 'channel', 'web')
        from generate_series(1, ${count}::int) n
      returning id, member_id, stored_at),
    waiting as (
      insert into event.pending (event_id, member_id, layer, stored_at, next_at)
      select id, member_id, 1, stored_at, stored_at from stored where ${isWaiting}),
    published as (
      insert into event.publication (event_id, member_id, layer) select id, member_id, 1 from stored where not ${isWaiting})
    select id as "eventId", member_id as "memberId", '' as body from stored order by id`;
  const [first, last] = [rows[0]?.eventId ?? "", rows.at(-1)?.eventId ?? ""];
  await owner.unsafe(
    `insert into flagged (${columns}, published) select ${columns}, not $3::boolean from event.member_event where id between $1::uuid and $2::uuid`,
    [first, last, isWaiting],
  );
  for (const table of ["flagged", "event.member_event", "event.pending", "event.publication"]) {
    await owner.unsafe(`vacuum analyze ${table}`);
  }
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

/** How marking all of them goes, and what the dead rows of it then cost. */
async function measure(
  owner: Sql,
  all: readonly Waiting[],
  {
    batch,
    mark,
    vacuum,
  }: { batch: number; mark: (some: readonly Waiting[]) => Promise<unknown>; vacuum: readonly string[] },
): Promise<Marked> {
  const wal = async () => Number((await owner`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as at`)[0]?.at);
  const before = await wal();
  const began = performance.now();
  for (let from = 0; from < all.length; from += batch) await mark(all.slice(from, from + batch));
  const marked = performance.now();
  for (const table of vacuum) await owner.unsafe(`vacuum ${table}`);
  const ended = performance.now();
  const inSecond = (ms: number) => Math.round((all.length * 1000) / ms);
  return {
    ...{ perSecond: inSecond(marked - began), withVacuum: inSecond(ended - began) },
    vacuumSeconds: Number(((ended - marked) / 1000).toFixed(2)),
    walBytes: Math.round(((await wal()) - before) / all.length),
  };
}

const installation = await startInstallation();
const owner = postgres(installation.ownerUrl, { max: 1, onnotice: () => {} });
const db = connect({ url: installation.ownerUrl, name: "bench", max: 1, plans: "generic" });
const setFlags = (some: readonly Waiting[]) =>
  db.execute(sql`
    update flagged set published = true, published_at = clock_timestamp()
     where id in (${idRows(some.map(({ eventId }) => eventId))}) and not published`);
/** The row as no recorder may write it: nobody else at work, nothing sent twice, every event waiting. */
const moveRows = (some: readonly Waiting[]) =>
  db.execute(sql`
    with gone as (
      delete from event.pending where event_id in (${idRows(some.map(({ eventId }) => eventId))}) and layer = 1 returning event_id, member_id)
    insert into event.publication (event_id, member_id, layer) select event_id, member_id, 1 from gone`);
try {
  await makeFlagged(owner);
  await storeEvents(owner, { count: beside, from: "1 day", isWaiting: false });
  const results: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const batch of BATCHES) {
      const all = await storeEvents(owner, {
        count: 2 * events,
        from: `${60 - results.length * 2} minutes`,
        isWaiting: true,
      });
      const messages = new Map(all.map((one) => [one.eventId, messageOf(one)]));
      const [first, second] = [all.slice(0, events), all.slice(events)];
      const vacuum = ["event.pending", "event.publication"];
      const record = (some: readonly Waiting[]) =>
        recordPublication(
          db,
          some.flatMap(({ eventId }) => messages.get(eventId) ?? []),
        );
      const row = await measure(owner, first, { batch, mark: record, vacuum });
      const bare = await measure(owner, second, { batch, mark: moveRows, vacuum });
      const flag = await measure(owner, first, { batch, mark: setFlags, vacuum: ["flagged"] });
      await owner`update flagged set published = true where not published`;
      const [left] =
        await owner`select (select count(*)::int from event.pending) + (select count(*)::int from flagged where not published) as n`;
      if (left?.n !== 0) throw new Error(`${left?.n} were not marked`);
      console.log(JSON.stringify({ batch, row, bare, flag }));
      results.push({ batch, row, bare, flag });
    }
  }
  const ratio = (batch: number) =>
    median(results.filter((one) => one.batch === batch).map(({ row, flag }) => row.perSecond / flag.perSecond));
  const goals = BATCHES.map((batch) =>
    atLeast(`marking ${batch} at once, against a flag in the event's row`, ratio(batch), AT_LEAST_TIMES, "times"),
  );
  finishBenchmark("marking", goals, { events, beside, rounds, results });
} finally {
  await Promise.all([owner.end(), db.$client.end()]);
  await installation.stop();
}
