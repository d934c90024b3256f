// How much more the console's reads take of a history ten times as large: time, and pages of the database looked at.
//   npm run bench -- read-growth [SMALL] [LARGE] [ROUNDS]   2,000,000 and 20,000,000 events; kept in .data-read-paths, as of read-paths.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { connect } from "../server/db.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { makeActor } from "../server/testing/actors.ts";
import { atMost, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { consoleReads, LONG_AGO } from "../server/testing/reads/console-reads.ts";
import { fillReadBench, parametersOf } from "../server/testing/reads/read-bench.ts";

const small = Number(process.argv[2] ?? 2_000_000);
const large = Number(process.argv[3] ?? 20_000_000);
const rounds = Number(process.argv[4] ?? 5);
const PER_ROUND = 40;
/** A device or an address of the small history has few more events. */
const OF_ONE_PLACE = 5;

/** What the reads of one round took: the middle of their times, and the pages of each on average. */
type Found = { ms: number; pages: number };

const histories = [await openHistory(small), await openHistory(large)] as const;
try {
  /** Of each read what was found of the small and of the large history, round by round. */
  const found = new Map<string, [Found[], Found[]]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, { name }] of histories[0].reads.entries()) {
      const ofRead = found.get(name) ?? [[], []];
      found.set(name, ofRead);
      for (const n of [0, 1] as const) {
        const { reads, measure } = histories[n];
        const run = reads[at]?.run;
        if (run === undefined) throw new Error(`nothing reads ${name}`);
        // Once for the caches: the small history lies in them whole, the large one does not.
        await measure(run, round);
        ofRead[n].push(await measure(run, round));
      }
    }
  }
  const rows = Object.fromEntries([...found].map(([name, [ofSmall, ofLarge]]) => [name, compare(ofSmall, ofLarge)]));
  console.table(rows);
  const compared = Object.entries(rows).filter(([name]) => name !== LONG_AGO);
  finishBenchmark(
    "read-growth",
    compared.flatMap(([name, { time, pages }]) => [
      atMost(`${name}, median`, time, 1.3, "times that of the small history"),
      atMost(`${name}, pages looked at`, pages, 1.3, "times that of the small history"),
    ]),
    { small, large, rounds, perRound: PER_ROUND, reads: rows },
  );
} finally {
  for (const { close } of histories) await close();
}

function compare(ofSmall: readonly Found[], ofLarge: readonly Found[]) {
  const ratio = (of: keyof Found) => median(ofLarge.map((one, n) => one[of] / (ofSmall[n]?.[of] ?? 0)));
  const middle = (all: readonly Found[], of: keyof Found) => Number(median(all.map((one) => one[of])).toFixed(2));
  return {
    time: Number(ratio("ms").toFixed(3)),
    pages: Number(ratio("pages").toFixed(3)),
    smallMs: middle(ofSmall, "ms"),
    largeMs: middle(ofLarge, "ms"),
    smallPages: middle(ofSmall, "pages"),
    largePages: middle(ofLarge, "pages"),
  };
}

async function openHistory(events: number) {
  const directory = join(import.meta.dirname, "..", ".data-read-paths", String(events));
  mkdirSync(directory, { recursive: true });
  const server = await startEmbeddedPostgres({ dir: join(directory, "pg"), durable: false });
  const owner = postgres(server.url, { max: 1, onnotice: () => {} });
  const db = connect({ url: server.url, name: "bench", max: 1, plans: "custom" });
  await fillReadBench(server.url, owner, events);
  const parameters = await parametersOf(owner);
  const pagesSoFar = async () => {
    // What a connection has looked at is told at the end of its next transaction.
    await db.execute(sql`select pg_stat_force_next_flush()`);
    const [row] = await owner<{ n: number }[]>`
      select (blks_hit + blks_read)::float8 as n from pg_stat_database where datname = current_database()`;
    return row?.n ?? 0;
  };
  return {
    reads: consoleReads(db, await makeActor(owner, "analyst"), { ofOnePlace: OF_ONE_PLACE }),
    async measure(run: ReturnType<typeof consoleReads>[number]["run"], round: number): Promise<Found> {
      const before = await pagesSoFar();
      const took: number[] = [];
      for (let n = 0; n < PER_ROUND; n += 1) {
        const one = parameters.at((round * PER_ROUND + n) % parameters.length);
        if (one === undefined) throw new Error("there are no parameters");
        const began = performance.now();
        await run(one);
        took.push(performance.now() - began);
      }
      return { ms: median(took), pages: ((await pagesSoFar()) - before) / PER_ROUND };
    },
    async close() {
      await Promise.all([owner.end(), db.$client.end()]);
      await server.stop();
    },
  };
}
