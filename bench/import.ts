// How many rows of a former record table a minute become events: a CSV file of log-ins and changes of phone numbers.
// The claim: 100,000 rows a minute on two cores, verified day by day. Usage: npm run bench -- import [rows]
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { readFileRows } from "../server/records/import/file/read-file.ts";
import { importRecords } from "../server/records/import/import-records.ts";
import type { ImportReport } from "../server/records/import/import-report.ts";
import { readMapping } from "../server/records/import/mapping/mapping.ts";
import { startInstallation } from "../server/testing/installation.ts";

const TARGET_ROWS_PER_MINUTE = 100_000;

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

async function runBenchmark(rows: number): Promise<void> {
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
    await report({ rows, seconds, first, again });
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Result = { rows: number; seconds: number; first: ImportReport; again: ImportReport };

async function report({ rows, seconds, first, again }: Result): Promise<void> {
  const rowsPerMinute = Math.round((rows / seconds) * 60);
  const isMet =
    rowsPerMinute >= TARGET_ROWS_PER_MINUTE &&
    first.verdict &&
    again.verdict &&
    first.rows.stored === rows &&
    again.rows.stored === 0;
  const result = {
    rows,
    secondsWithParity: Number(seconds.toFixed(1)),
    secondsStoring: Number(first.seconds.toFixed(1)),
    rowsPerMinute,
    verdict: first.verdict,
    secondRun: {
      stored: again.rows.stored,
      alreadyThere: again.rows.alreadyThere,
      seconds: Number(again.seconds.toFixed(1)),
    },
  };
  console.log(result);
  console.log(`${TARGET_ROWS_PER_MINUTE.toLocaleString("en")} rows a minute, parity included: ${isMet ? "yes" : "NO"}`);
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? "",
    node: process.version,
    platform: process.platform,
  };
  const directory = join(import.meta.dirname, "results");
  mkdirSync(directory, { recursive: true });
  const text = JSON.stringify(
    { benchmark: "import", at: new Date().toISOString(), machine, ...result, isMet },
    null,
    2,
  );
  await writeFile(join(directory, "import.json"), `${text}\n`);
  if (!isMet) process.exitCode = 1;
}

await runBenchmark(Number(process.argv[2] ?? 100_000));
