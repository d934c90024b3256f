// The demo's past at any size.
//   npm run bench -- demo-world                                  loads the demo's own size into a durable database of its own: under 60 s?
//   npm run bench -- demo-world generate --events N [--database URL]
//                                                                fills a database with about N events; broken off, the same command goes on.
//                                                                URL: the owner's connection to an empty or migrated database (MIGRATE_DATABASE_URL).
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { connect } from "../server/db.ts";
import { migrateDemo } from "../server/demo/migrate-demo.ts";
import { loadWorld } from "../server/demo/world/load-world.ts";
import { DEMO_MEMBERS, EVENTS_A_MEMBER } from "../server/demo/world/world-plan.ts";
import { startEmbeddedPostgres } from "../server/embedded/postgres.ts";
import { migrate } from "../server/migrate.ts";

const TARGET_S = 60;

type Figures = { members: number; events: number; loaded: number; seconds: number; megabytes: number };

/** Migrates and fills; prints each chunk, so that whoever watches can break it off and go on. */
async function fill(url: string, members: number): Promise<Figures> {
  await migrate({ url, searchHashKey: process.env.SEARCH_HASH_KEY || "benchmarks only" });
  await migrateDemo(url);
  const db = connect({ url, name: "bench demo world", max: 2 });
  try {
    const began = performance.now();
    const seconds = () => (performance.now() - began) / 1000;
    const world = await loadWorld(db, {
      members,
      onProgress: ({ units, of, events }) => {
        console.log(`${((100 * units) / of).toFixed(1).padStart(5)} %  ${events} events  ${seconds().toFixed(1)} s`);
      },
    });
    const [size] = await db.$client<{ megabytes: number }[]>`
      select round(pg_database_size(current_database()) / 1e6)::int as megabytes`;
    return { ...world, seconds: Number(seconds().toFixed(1)), megabytes: size?.megabytes ?? 0 };
  } finally {
    await db.$client.end();
  }
}

/** The same in a database of its own, which is gone afterwards. */
async function fillOwnDatabase(members: number): Promise<Figures> {
  const base = mkdtempSync(join(tmpdir(), "memberscope-bench-"));
  // Run as root, the server has another account, which must be able to enter.
  chmodSync(base, 0o755);
  const server = await startEmbeddedPostgres({ dir: join(base, "pg"), durable: true });
  try {
    return await fill(server.url, members);
  } finally {
    await server.stop();
    rmSync(base, { recursive: true, force: true });
  }
}

function writeResult(figures: Figures): void {
  const isMet = figures.seconds < TARGET_S;
  console.log(`Loaded in under ${TARGET_S} s: ${isMet ? "yes" : "NO"}`);
  const directory = join(import.meta.dirname, "results");
  mkdirSync(directory, { recursive: true });
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? "",
    node: process.version,
    platform: process.platform,
  };
  const result = { benchmark: "demo-world", at: new Date().toISOString(), machine, ...figures, isMet };
  writeFileSync(join(directory, "demo-world.json"), `${JSON.stringify(result, null, 2)}\n`);
  if (!isMet) process.exitCode = 1;
}

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  options: { events: { type: "string" }, database: { type: "string" } },
  allowPositionals: true,
});
const events = Number(values.events);
const url = values.database ?? process.env.MIGRATE_DATABASE_URL;
if (positionals[0] !== "generate") {
  const figures = await fillOwnDatabase(DEMO_MEMBERS);
  console.log(figures);
  writeResult(figures);
} else if (!Number.isSafeInteger(events) || events < EVENTS_A_MEMBER) {
  console.error("Say how many: generate --events 2000000 [--database postgres://...]");
  process.exitCode = 2;
} else {
  const members = Math.ceil(events / EVENTS_A_MEMBER);
  console.log(await (url ? fill(url, members) : fillOwnDatabase(members)));
}
