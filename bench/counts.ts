// How long counting and drawing take beside the same from the events themselves, at any size of the history.
//   npm run bench -- counts [EVENTS] [ROUNDS]   2,000,000 events unless said otherwise; kept in .data-read-paths, as of read-paths.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { connect } from "../server/db.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { resolveConditions } from "../server/event-storage/conditions/selection.ts";
import { findSample } from "../server/event-storage/counts/count-question.ts";
import { facetsOf } from "../server/event-storage/counts/event-facets.ts";
import { countBars } from "../server/event-storage/counts/kept-counts.ts";
import { mostShared } from "../server/event-storage/links/most-shared.ts";
import { rankShared } from "../server/event-storage/links/rank-shared.ts";
import { linksFrom } from "../server/event-storage/links/show-links.ts";
import { makeActor } from "../server/testing/actors.ts";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { fillReadBench, parametersOf } from "../server/testing/reads/read-bench.ts";
import type { Condition } from "../server/vocabulary/conditions.ts";
import { edgesOf, type HistogramUnit } from "../server/vocabulary/explore/histogram.ts";
import { type Zone, zones } from "../server/vocabulary/time/time-zone.ts";

const events = Number(process.argv[2] ?? 2_000_000);
const rounds = Number(process.argv[3] ?? 5);
const PER_ROUND = 10;
const DAY_MS = 86_400_000;

const directory = join(import.meta.dirname, "..", ".data-read-paths", String(events));
mkdirSync(directory, { recursive: true });
const server = await startEmbeddedPostgres({ dir: join(directory, "pg"), durable: false });
const owner = postgres(server.url, { max: 1, onnotice: () => {} });
const db = connect({ url: server.url, name: "bench", max: 1, plans: "custom" });
const pages = connect({ url: server.url, name: "bench", max: 1 });
try {
  await fillReadBench(server.url, owner, events);
  const countingMs = await countEverything();
  const actor = await makeActor(owner, "analyst");
  const parameters = await parametersOf(owner);
  const half = await halfOfEvents();
  const toMs = Date.now();
  const took = new Map<string, number[]>();
  const time = async (name: string, work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    took.set(name, [...(took.get(name) ?? []), performance.now() - began]);
  };
  const draw = (days: number, unit: HistogramUnit, zone: Zone, actions?: readonly string[]) => {
    const fromMs = toMs - days * DAY_MS;
    return countBars(db, { fromMs, toMs, edges: edgesOf(fromMs, toMs, { unit, zone }), actions });
  };
  for (let round = -1; round < rounds; round += 1) {
    if (round === 0) took.clear();
    await time("the same count from the events", () =>
      db.execute(
        sql`select count(*) from event.member_event e where e.action_id = any(${`{${half.actions.join()}}`}::smallint[]) and e.id >= event.id_floor(${half.from}::timestamptz)`,
      ),
    );
    await time("the same 30 days from the events", () =>
      db.execute(sql`
        select date_trunc('day', e.occurred_at, 'UTC'), e.action_id, count(*) from event.member_event e
         where e.id >= event.id_floor(clock_timestamp() - interval '30 days') group by 1, 2`),
    );
    await time("the same 90 days from the events", () =>
      db.execute(sql`
        select x.device_id, count(*) from (select distinct e.device_id, e.member_id from event.member_event e where e.id >= event.id_floor(clock_timestamp() - interval '90 days')) x
         group by 1 having count(*) > 1 order by 2 desc limit 50`),
    );
    for (let n = 0; n < PER_ROUND; n += 1) {
      const one = parameters.at((round * PER_ROUND + n) % parameters.length);
      if (one === undefined) throw new Error("there are no parameters");
      await time("exact count of half of all events", () => draw(half.days, "month", "UTC", half.actions));
      for (const zone of zones) {
        await time(`30 days by day, ${zone}`, () => draw(30, "day", zone));
        await time(`24 months by month, ${zone}`, () => draw(730, "month", zone));
      }
      const common: Condition = { field: "action", operator: "any", values: [one.action] };
      await time("facets of an action", async () =>
        facetsOf(db, await findSample(db, await resolveConditions(db, [common]), {})),
      );
      await time("links of a device, two steps", () => linksFrom(pages, { kind: "device", value: one.deviceId }));
      await time("most shared of 90 days", () => mostShared(pages, actor, { kind: "device", days: 90 }));
    }
  }
  const rows = Object.fromEntries(
    [...took].map(([name, ms]) => [name, { p50: rounded(median(ms)), p95: rounded(percentile(ms, 0.95)) }]),
  );
  console.table(rows);
  const p95 = (name: string) => rows[name]?.p95 ?? Number.POSITIVE_INFINITY;
  const goals = {
    "exact count of half of all events": 150,
    ...Object.fromEntries(zones.map((zone) => [`30 days by day, ${zone}`, 30])),
    ...Object.fromEntries(zones.map((zone) => [`24 months by month, ${zone}`, 100])),
    "facets of an action": 500,
    "links of a device, two steps": 5,
    "most shared of 90 days": 300,
  };
  finishBenchmark(
    "counts",
    Object.entries(goals).map(([name, ms]) => atMost(name, p95(name), ms, "ms at p95")),
    { events, counted: half.count, rounds, perRound: PER_ROUND, countingMs, ms: rows },
  );
} finally {
  await Promise.all([owner.end(), db.$client.end(), pages.$client.end()]);
  await server.stop();
}

/** Counts what the keeper would have counted by now; how long each part took. */
async function countEverything(): Promise<Record<string, number>> {
  const began = performance.now();
  for (let done = false; !done; ) {
    await owner`select event.count_hours(1000)`;
    const [row] =
      await owner`select counted_before >= date_trunc('hour', clock_timestamp() - interval '5 minutes') as done from event.count_progress`;
    done = row?.done === true;
  }
  const counted = performance.now();
  await owner`update event.shared_ranking set counted_at = null`;
  for (let days: number | null = 0; days !== null; ) days = await rankShared(db);
  await owner`vacuum analyze event.hour_count, event.day_count, event.sighting, event.shared_value`;
  return { hours: rounded(counted - began), ranking: rounded(performance.now() - counted) };
}

/** The most frequent actions of the time that hold about half of all events: a million of two. */
async function halfOfEvents(): Promise<{ actions: string[]; days: number; from: string; count: number }> {
  const days = 400;
  const rows = await owner<{ id: string; n: number }[]>`
    select e.action_id::text as id, count(*)::int as n from event.member_event e where e.id >= event.id_floor(clock_timestamp() - ${days} * interval '1 day') group by 1 order by 2 desc`;
  const from = new Date(Date.now() - days * DAY_MS).toISOString();
  const actions: string[] = [];
  let count = 0;
  for (const { id, n } of rows) {
    if (count >= events / 2) break;
    actions.push(id);
    count += n;
  }
  return { actions, days, from, count };
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function rounded(ms: number): number {
  return Number(ms.toFixed(2));
}
