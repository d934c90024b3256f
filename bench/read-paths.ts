// How long the console's reads take beside a raw prepared read of the same rows, at any size of the history.
//   npm run bench -- read-paths [EVENTS] [ROUNDS]   2,000,000 events unless said otherwise; kept in .data-read-paths, and filled on when broken off.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { connect } from "../server/db.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { memberTimeline } from "../server/event-storage/member/member-timeline.ts";
import { makeActor } from "../server/testing/actors.ts";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { consoleReads, LONG_AGO, TIMELINE } from "../server/testing/reads/console-reads.ts";
import { fillReadBench, newestOfMember, parametersOf } from "../server/testing/reads/read-bench.ts";

const events = Number(process.argv[2] ?? 2_000_000);
const rounds = Number(process.argv[3] ?? 5);
const PER_ROUND = 40;
const RAW = "raw prepared read of the same rows";
const RECORDED = "timeline with its access record";

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
  const reads = consoleReads(db, actor);
  /** Of each read its times, round by round; the first is for the caches and counts nothing. */
  const took = new Map<string, number[][]>();
  const timeline = (memberId: string, cursor?: string) =>
    memberTimeline(db, actor, { memberId, limit: 50, beside: [], conditions: [], cursor });
  let partial = 0;
  for (let round = -1; round < rounds; round += 1) {
    const time = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const began = performance.now();
      const answer = await work();
      const ofRounds = took.get(name) ?? Array.from({ length: rounds }, () => []);
      took.set(name, ofRounds);
      ofRounds[round]?.push(performance.now() - began);
      return answer;
    };
    for (let n = 0; n < (round < 0 ? 10 : PER_ROUND); n += 1) {
      const one = parameters.at((round * PER_ROUND + n) % parameters.length);
      if (one === undefined) throw new Error("there are no parameters");
      await time(RAW, () => newestOfMember(raw, one.memberId));
      const { nextCursor } = await time(RECORDED, () => timeline(one.memberId));
      if (nextCursor !== null) await time("timeline, later page", () => timeline(one.memberId, nextCursor));
      for (const { name, run } of reads) {
        const { isPartial } = await time(name, () => run(one));
        if (isPartial) partial += 1;
      }
    }
  }
  const ofRounds = (name: string, share: number) => (took.get(name) ?? []).map((ms) => percentile(ms, share));
  const times = (name: string, share: number) => median(ofRounds(name, share));
  const toRaw = (name: string) => {
    const bases = ofRounds(RAW, 0.95);
    return median(ofRounds(name, 0.95).map((ms, n) => ms / (bases[n] ?? 0)));
  };
  const names = [...took.keys()];
  const rows = Object.fromEntries(
    names.map((name) => [
      name,
      { p50: round(times(name, 0.5)), p95: round(times(name, 0.95)), slowest: round(times(name, 1)) },
    ]),
  );
  console.table(rows);
  const indexed = names.filter((name) => name.startsWith("search") && name !== LONG_AGO);
  finishBenchmark(
    "read-paths",
    [
      atMost(`${TIMELINE}, to a raw prepared read`, toRaw(TIMELINE), 2, "times at p95"),
      atMost(`${RECORDED}, to a raw prepared read`, toRaw(RECORDED), 4, "times at p95"),
      ...indexed.map((name) => atMost(name, times(name, 0.95), 30, "ms at p95")),
      atMost("slowest indexed search of a round", Math.max(...indexed.map((name) => times(name, 1))), 50, "ms"),
      atMost(LONG_AGO, times(LONG_AGO, 0.95), 200, "ms at p95"),
    ],
    { events, rounds, perRound: PER_ROUND, partial, ms: rows },
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
