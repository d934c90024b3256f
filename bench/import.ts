// How many rows of a former record table a minute become events: a CSV file of log-ins and changes of phone numbers.
// The claims: 100,000 rows a minute on two cores, verified day by day; and no slower than an earlier commit, checked out in DIR
// with its packages, in turns. Usage: npm run bench -- import [ROWS] [DIR] [ROUNDS]
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readFileRows } from "../server/records/import/file/read-file.ts";
import { importRecords } from "../server/records/import/import-records.ts";
import type { ImportReport } from "../server/records/import/import-report.ts";
import { readMapping } from "../server/records/import/mapping/mapping.ts";
import { atLeast, finishBenchmark, type Goal, median } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";

const TARGET_ROWS_PER_MINUTE = 100_000;
/** Of the speed before; what differs less is noise. */
const LEAST_OF_BEFORE = 1 / 1.3;

const mapping = readMapping({
  source: "bench",
  sourceId: "record_no",
  member: { path: "user_id", default: "unknown" },
  time: { path: "created_at", format: "yyyy-MM-dd HH:mm:ss", zone: "Asia/Seoul" },
  context: { ip: "ip_address", deviceId: "device" },
  events: [
    { when: { kind: "seen" }, action: { constant: "thing.seen" }, attributes: { place: "detail" } },
    { action: { constant: "thing.changed" }, attributes: { phone: { to: "detail" } } },
  ],
});

/** One row in ten changes a phone number, which is masked, hashed and kept apart; the times spread over two years. */
function rowOf(at: number): string {
  const time = new Date(Date.UTC(2015, 0, 1) + at * 600_000).toISOString().slice(0, 19).replace("T", " ");
  const isChange = at % 10 === 0;
  const detail = isChange ? `010-${1000 + (at % 9000)}-${1000 + ((at * 7) % 9000)}` : "seoul";
  return `${at},${time},m-${at % 20_000},${isChange ? "changed" : "seen"},"${detail}",192.0.2.${at % 250},d-${at % 3000}`;
}

async function importOnce(url: string, file: string): Promise<ImportReport> {
  return importRecords({
    url,
    by: { kind: "host", login: "host:bench", ip: null },
    mapping,
    rows: readFileRows(file, mapping),
    onProgress: console.log,
    onRefused: ({ line, reason }) => console.error(`Line ${line}: ${reason}`),
  });
}

type Run = { rowsPerMinute: number; secondsWithParity: number; first: ImportReport; again: ImportReport };

/** Imports a file twice into an installation of its own. */
async function runOnce(rows: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "memberscope-import-"));
  const installation = await startInstallation();
  try {
    const file = join(folder, "record.csv");
    const header = "record_no,created_at,user_id,kind,detail,ip_address,device";
    await writeFile(file, `${[header, ...Array.from({ length: rows }, (_, at) => rowOf(at))].join("\n")}\n`);
    const began = performance.now();
    const first = await importOnce(installation.ownerUrl, file);
    const seconds = (performance.now() - began) / 1000;
    const again = await importOnce(installation.ownerUrl, file);
    const rowsPerMinute = Math.round((rows / seconds) * 60);
    return { rowsPerMinute, secondsWithParity: Number(seconds.toFixed(1)), first, again };
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the same benchmark of another commit found; its own results file says it. */
async function runBefore(directory: string, rows: number): Promise<number> {
  const file = join(directory, "bench/results/import.json");
  await rm(file, { force: true });
  // It ends with 1 where it misses a goal of its own, which is not asked here.
  await promisify(execFile)(process.execPath, ["bench/run.mjs", "import", String(rows)], { cwd: directory }).catch(
    () => undefined,
  );
  const found: { rowsPerMinute: number } = JSON.parse(await readFile(file, "utf8"));
  return found.rowsPerMinute;
}

const [rowsGiven = "100000", before, roundsGiven = "3"] = process.argv.slice(2);
const rows = Number(rowsGiven);
const rounds = before === undefined ? 1 : Number(roundsGiven);
const runs: Run[] = [];
const befores: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  if (before !== undefined) befores.push(await runBefore(before, rows));
  runs.push(await runOnce(rows));
  console.log({ before: befores.at(-1), now: runs.at(-1)?.rowsPerMinute });
}
const isRight = ({ first, again }: Run) =>
  first.verdict && again.verdict && first.rows.stored === rows && again.rows.stored === 0;
const speeds = runs.map(({ rowsPerMinute }) => rowsPerMinute);
const ratios = befores.map((speed, round) => (speeds[round] ?? 0) / speed);
const goals: Goal[] = [
  atLeast("rows that become events, parity included", median(speeds), TARGET_ROWS_PER_MINUTE, "a minute"),
  atLeast("imports with every row stored once, and none by a second run", runs.filter(isRight).length, rounds, "runs"),
  ...(before === undefined
    ? []
    : [atLeast("the speed of the commit before", median(ratios), Number(LEAST_OF_BEFORE.toFixed(2)), "of 1")]),
];
finishBenchmark("import", goals, {
  ...{ rows, rounds, rowsPerMinute: median(speeds) },
  now: runs.map(({ rowsPerMinute, secondsWithParity, first, again }) => ({
    ...{ rowsPerMinute, secondsWithParity, secondsStoring: Number(first.seconds.toFixed(1)) },
    secondRun: { stored: again.rows.stored, alreadyThere: again.rows.alreadyThere },
  })),
  before: befores.map((rowsPerMinute) => ({ rowsPerMinute })),
  ratios: ratios.map((ratio) => Number(ratio.toFixed(2))),
});
