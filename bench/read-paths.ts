// How long the console's reads take beside a raw prepared read of the same rows, at any size of the history.
//   npm run bench -- read-paths [EVENTS] [ROUNDS]   2,000,000 events unless said otherwise; kept in .data-read-paths, and filled on when broken off.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { connect } from "../server/db.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { memberTimeline } from "../server/event-storage/member/member-timeline.ts";
import { searchEvents } from "../server/event-storage/search/search-events.ts";
import { makeActor } from "../server/testing/actors.ts";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { fillReadBench, newestOfMember, parametersOf } from "../server/testing/read-bench.ts";
import type { Condition } from "../server/vocabulary/conditions.ts";

const events = Number(process.argv[2] ?? 2_000_000);
const rounds = Number(process.argv[3] ?? 5);
const PER_ROUND = 40;
/** It may take longer than the others, or say that it is partial. */
const LONG_AGO = "search by a value common long ago";

const directory = join(import.meta.dirname, "..", ".data-read-paths", String(events));
mkdirSync(directory, { recursive: true });
const server = await startEmbeddedPostgres({ dir: join(directory, "pg"), durable: false });
const owner = postgres(server.url, { max: 1, onnotice: () => {} });
const db = connect({ url: server.url, name: "bench", max: 1, plans: "custom" });
const raw = connect({ url: server.url, name: "bench", max: 1, plans: "generic" });
try {
  await fillReadBench(server.url, owner, events);
  const actor = await makeActor(owner, "analyst");
  const parameters = await parametersOf(owner);
  const search = (conditions: Condition[]) => searchEvents(db, actor, { conditions, limit: 50 });
  const any = (field: Condition["field"], value: string, name?: string): Condition => ({
    field,
    operator: "any",
    values: [value],
    ...(name ? { name } : {}),
  });
  const took = new Map<string, number[]>();
  const time = async (name: string, work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    took.set(name, [...(took.get(name) ?? []), performance.now() - began]);
  };
  for (let round = -1; round < rounds; round += 1) {
    if (round === 0) took.clear();
    for (let n = 0; n < (round < 0 ? 10 : PER_ROUND); n += 1) {
      const one = parameters.at((round * PER_ROUND + n) % parameters.length);
      if (one === undefined) throw new Error("there are no parameters");
      await time("raw prepared read of the same rows", () => newestOfMember(raw, one.memberId));
      await time("timeline, recorded", () =>
        memberTimeline(db, actor, { memberId: one.memberId, limit: 50, beside: [], conditions: [] }),
      );
      await time("search by member", () => search([any("member", one.memberId)]));
      await time("search by device", () => search([any("device", one.deviceId)]));
      await time("search by address", () => search([any("ip", one.ip)]));
      await time("search by action", () => search([any("action", one.action)]));
      await time("search by what changed", () => search([any("changed", "plan")]));
      await time("search by a common attribute", () => search([any("attribute", "plan-0", "plan")]));
      await time("search by a rare attribute", () => search([any("attribute", one.rare, "note")]));
      await time("search by an absent attribute", () => search([any("attribute", "never", "note")]));
      await time("search by a medium attribute", () => search([any("attribute", one.medium, "plan")]));
      await time(LONG_AGO, () => search([any("attribute", "summer", "tariff")]));
      await time("search for all", () => search([]));
    }
  }
  const rows = Object.fromEntries(
    [...took].map(([name, ms]) => [name, { p50: round(median(ms)), p95: round(percentile(ms, 0.95)) }]),
  );
  console.table(rows);
  const p95 = (name: string) => rows[name]?.p95 ?? Number.POSITIVE_INFINITY;
  const searches = Object.keys(rows).filter((name) => name.startsWith("search"));
  finishBenchmark(
    "read-paths",
    [
      atMost(
        "timeline with its access record, to a raw prepared read",
        p95("timeline, recorded") / p95("raw prepared read of the same rows"),
        4,
        "times at p95",
      ),
      ...searches.map((name) => atMost(name, p95(name), name === LONG_AGO ? 200 : 30, "ms at p95")),
    ],
    { events, rounds, perRound: PER_ROUND, ms: rows },
  );
} finally {
  await Promise.all([owner.end(), db.$client.end(), raw.$client.end()]);
  await server.stop();
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function round(ms: number): number {
  return Number(ms.toFixed(2));
}
