// The same events in the record tables of a member system without Memberscope, one a feature: how long a member's history and a search by
// device take there, beside ours, in turns.
//   npm run bench -- old-tables [EVENTS] [ROUNDS]   2,000,000 events unless said otherwise; kept in .data-read-paths, as of read-paths.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type SQL, sql } from "drizzle-orm";
import postgres from "postgres";
import { connect } from "../server/db.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { resolveConditions } from "../server/event-storage/conditions/selection.ts";
import { memberTimeline } from "../server/event-storage/member/member-timeline.ts";
import { findEvents } from "../server/event-storage/search/find-events.ts";
import { searchEvents } from "../server/event-storage/search/search-events.ts";
import { selectEvents } from "../server/event-storage/select-events.ts";
import { makeActor } from "../server/testing/actors.ts";
import { atLeast, atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { fillReadBench, parametersOf } from "../server/testing/reads/read-bench.ts";
import type { Condition } from "../server/vocabulary/conditions.ts";

const TABLES = 30;
const PAGE = 50;
const PER_ROUND = 20;
/** A scan of all tables takes seconds. */
const SCANS_PER_ROUND = 2;

/** Twenty actions, the ten most frequent of them in two tables each. */
const FEATURE =
  "e.action_id - 1 + case when e.action_id <= 10 and (e.attributes -> 'points' ->> 'from')::int % 2 = 1 then 20 else 0 end";

const events = Number(process.argv[2] ?? 2_000_000);
const rounds = Number(process.argv[3] ?? 5);
const tables = Array.from({ length: TABLES }, (_, n) => `feature_${String(n).padStart(2, "0")}`);

const directory = join(import.meta.dirname, "..", ".data-read-paths", String(events));
mkdirSync(directory, { recursive: true });
const server = await startEmbeddedPostgres({ dir: join(directory, "pg"), durable: false });
const owner = postgres(server.url, { max: 1, onnotice: () => {} });
const db = connect({ url: server.url, name: "bench", max: 1, plans: "custom" });
/** As the web process reads what is of one member: PostgreSQL decides how often it plans. */
const pages = connect({ url: server.url, name: "bench", max: 1 });
/** Planned once: planning thirty tables anew would cost more than reading them. */
const old = connect({ url: server.url, name: "bench", max: 1, plans: "generic" });
try {
  await fillReadBench(server.url, owner, events);
  await fillOldTables();
  const actor = await makeActor(owner, "analyst");
  const parameters = await parametersOf(owner);
  const ratios: Record<"timeline" | "recorded" | "device", number[]> = { timeline: [], recorded: [], device: [] };
  const all = new Map<string, number[]>();
  for (let round = -1; round < rounds; round += 1) {
    const took = new Map<string, number[]>();
    const time = async (name: string, work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      took.set(name, [...(took.get(name) ?? []), performance.now() - began]);
    };
    for (let n = 0; n < PER_ROUND; n += 1) {
      const one = parameters.at((round * PER_ROUND + n) % parameters.length);
      if (one === undefined) throw new Error("there are no parameters");
      const { memberId, deviceId } = one;
      await time("old timeline", () => old.execute(newestOf("member_id", memberId)));
      await time("timeline", () => readTimeline(memberId));
      await time("timeline, recorded", () =>
        memberTimeline(pages, actor, { memberId, limit: PAGE, beside: [], conditions: [] }),
      );
      await time("search by device, recorded", () =>
        searchEvents(db, actor, { conditions: [condition("device", deviceId)], limit: PAGE }),
      );
      if (n < SCANS_PER_ROUND) await time("old search by device", () => old.execute(newestOf("device_id", deviceId)));
    }
    if (round < 0) continue;
    const middle = (name: string) => median(took.get(name) ?? []);
    ratios.timeline.push(middle("timeline") / middle("old timeline"));
    ratios.recorded.push(middle("timeline, recorded") / middle("old timeline"));
    ratios.device.push(middle("old search by device") / middle("search by device, recorded"));
    for (const [name, ms] of took) all.set(name, [...(all.get(name) ?? []), ...ms]);
  }
  const rows = Object.fromEntries([...all].map(([name, ms]) => [name, { p50: Number(median(ms).toFixed(2)) }]));
  console.table(rows);
  finishBenchmark(
    "old-tables",
    [
      atMost(`timeline, to ${TABLES} record tables`, median(ratios.timeline), 1, "times"),
      atLeast("search by device with its access record, faster by", median(ratios.device), 100, "times"),
    ],
    { events, tables: TABLES, rounds, recordedTimelineRatio: Number(median(ratios.recorded).toFixed(2)), ms: rows },
  );
} finally {
  await Promise.all([owner.end(), db.$client.end(), pages.$client.end(), old.$client.end()]);
  await server.stop();
}

/**
 * What teams have that keep a table a feature: its natural columns, a key, and an index for "what did this member do here",
 * newest first. Rows lie in the order in which they came. No table has an index on the device, which is what is asked once a year.
 */
async function fillOldTables(): Promise<void> {
  const [filled] = await owner<{ done: boolean }[]>`select to_regclass('old_record.filled') is not null as done`;
  if (filled?.done) return;
  await owner`drop schema if exists old_record cascade`;
  await owner`create schema old_record`;
  for (const [n, table] of tables.entries()) {
    await owner.unsafe(`
      create table old_record.${table} (id bigint generated always as identity primary key, member_id text not null, points_before int, points_after int,
        plan text, note text, tariff text, channel text, device_id text, ip text, created_at timestamptz not null);
      insert into old_record.${table} (member_id, points_before, points_after, plan, note, tariff, channel, device_id, ip, created_at)
      select e.member_id, (e.attributes -> 'points' ->> 'from')::int, (e.attributes -> 'points' ->> 'to')::int, e.attributes -> 'plan' ->> 'to', e.attributes -> 'note' ->> 'to',
             e.attributes -> 'tariff' ->> 'to', e.context ->> 'channel', e.device_id, e.ip, e.occurred_at
        from event.member_event e where ${FEATURE} = ${n} order by e.id;
      create index on old_record.${table} (member_id, created_at desc);`);
  }
  await owner`create table old_record.filled ()`;
  await owner.unsafe(`vacuum analyze ${tables.map((table) => `old_record.${table}`).join(", ")}`);
}

/** The newest rows of all tables: each gives its newest, so that no more than a page of each is read where an index serves it. */
function newestOf(column: "member_id" | "device_id", value: string): SQL {
  const each = tables.map(
    (table) => sql`(select ${table}::text as feature, t.* from old_record.${sql.identifier(table)} t
      where t.${sql.identifier(column)} = ${value} order by t.created_at desc limit ${PAGE})`,
  );
  return sql`select * from (${sql.join(each, sql` union all `)}) x order by x.created_at desc limit ${PAGE}`;
}

/** The same page as the console shows it, with what is known of each event's publication, but not written down as a look. */
async function readTimeline(memberId: string): Promise<number> {
  const selection = await resolveConditions(pages, [condition("member", memberId)]);
  const { ids } = await findEvents(pages, selection, { cursor: undefined, limit: PAGE });
  return (await selectEvents(pages, ids)).length;
}

function condition(field: "member" | "device", value: string): Condition {
  return { field, operator: "any", values: [value] };
}
