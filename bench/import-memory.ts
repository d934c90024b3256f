// Whether an import's memory grows with its rows: what its process cannot let go of, looked at every so many rows, and the most
// that it ever took, a process for each size of file. V8 takes more room the more garbage there is, as long as it may: each
// process is given little room, in which one that kept its rows would end. Of the large files most rows are read, mapped and left
// out by a rule, so that they end in time.
// The claim: five million rows hold no more than 1.25 times what 50,000 do. Usage: npm run bench -- import-memory
import { execFile } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readFileRows } from "../server/records/import/file/read-file.ts";
import { importRecords } from "../server/records/import/import-records.ts";
import { readMapping } from "../server/records/import/mapping/mapping.ts";
import type { SourceRow } from "../server/records/import/mapping/source-row.ts";
import { atMost, finishBenchmark } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";

/** Rows of a file, and one of how many of them becomes an event. */
type Size = { rows: number; oneIn: number };
/** `live` is what was left after a collection at most, `peak` the most that the process took of the machine. */
type Held = Size & { stored: number; seconds: number; liveMegabytes: number; peakMegabytes: number };

const sizes: readonly Size[] = [
  { rows: 50_000, oneIn: 1 },
  { rows: 1_000_000, oneIn: 10 },
  { rows: 5_000_000, oneIn: 40 },
];
const MOST_TIMES = 1.25;
const LITTLE_ROOM = ["--max-old-space-size=96", "--max-semi-space-size=8", "--expose-gc"];
/** Looks at what is live: each is a whole collection. */
const LOOKS = 50;

const mapping = readMapping({
  source: "bench",
  sourceId: "no",
  member: "user",
  time: "at",
  context: { ip: "ip" },
  events: [
    { when: { kind: "seen" }, action: { constant: "thing.seen" }, attributes: { place: "place" } },
    { skip: "of another kind" },
  ],
});

async function writeRows(file: string, { rows, oneIn }: Size): Promise<void> {
  const stream = createWriteStream(file);
  stream.write("no,at,user,kind,place,ip\n");
  for (let from = 0; from < rows; from += 1000) {
    const lines = Array.from({ length: Math.min(1000, rows - from) }, (_, n) => {
      const no = from + n;
      const at = new Date(Date.UTC(2015, 0, 1) + no * 60_000).toISOString();
      return `${no},${at},m-${no % 20_000},${no % oneIn === 0 ? "seen" : "other"},place ${no},192.0.2.${no % 250}\n`;
    });
    if (!stream.write(lines.join(""))) await once(stream, "drain");
  }
  stream.end();
  await once(stream, "close");
}

/** Passes rows on, and collects now and then to see what is still held. */
async function* watched(rows: AsyncIterable<SourceRow>, every: number, look: () => void): AsyncGenerator<SourceRow> {
  let passed = 0;
  for await (const row of rows) {
    passed += 1;
    if (passed % every === 0) look();
    yield row;
  }
}

/** In a process of its own, since the most that a process held never falls. */
async function importHere(url: string, file: string, every: number): Promise<void> {
  const began = performance.now();
  let liveBytes = 0;
  const look = () => {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    liveBytes = Math.max(liveBytes, heapUsed + external);
  };
  const { verdict, rows } = await importRecords({
    url,
    by: { kind: "host", login: "host:bench", ip: null },
    mapping,
    rows: watched(readFileRows(file, mapping), every, look),
    onProgress: console.error,
    onRefused: () => undefined,
  });
  if (!verdict) throw new Error("parity is false");
  const seconds = Math.round((performance.now() - began) / 1000);
  // Linux counts in kilobytes, and so does Node everywhere.
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const liveMegabytes = Number((liveBytes / 1_048_576).toFixed(1));
  console.log(JSON.stringify({ stored: rows.stored, seconds, liveMegabytes, peakMegabytes }));
}

async function measure(size: Size): Promise<Held> {
  const folder = mkdtempSync(join(tmpdir(), "memberscope-import-memory-"));
  const installation = await startInstallation();
  try {
    const file = join(folder, "record.csv");
    await writeRows(file, size);
    const args = [...LITTLE_ROOM, import.meta.filename, installation.ownerUrl, file, String(size.rows / LOOKS)];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 16_777_216 });
    const held: Held = { ...size, ...JSON.parse(stdout) };
    console.log(held);
    return held;
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const [url, file, every] = process.argv.slice(2);
if (url !== undefined && file !== undefined && every !== undefined) await importHere(url, file, Number(every));
else {
  const found: Held[] = [];
  for (const size of sizes) found.push(await measure(size));
  const [least, ...larger] = found;
  const beside = `times that of ${least?.rows.toLocaleString("en")}`;
  const goals = larger.flatMap(({ rows, liveMegabytes, peakMegabytes }) => {
    const of = (kind: string) => `${kind} of ${rows.toLocaleString("en")} rows`;
    return [
      atMost(of("what is held"), liveMegabytes / (least?.liveMegabytes ?? 1), MOST_TIMES, beside),
      atMost(of("most memory"), peakMegabytes / (least?.peakMegabytes ?? 1), MOST_TIMES, beside),
    ];
  });
  finishBenchmark("import-memory", goals, { sizes: found });
}
