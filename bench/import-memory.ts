// Whether an import's memory grows with its rows: the most that its process ever held, a process for each size of file.
// Of the large files most rows are read, mapped and left out by a rule, so that they end in time.
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
import { atMost, finishBenchmark } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";

/** Rows of a file, and one of how many of them becomes an event. */
type Size = { rows: number; oneIn: number };
type Held = Size & { stored: number; seconds: number; peakMegabytes: number; atEndMegabytes: number };

const sizes: readonly Size[] = [
  { rows: 50_000, oneIn: 1 },
  { rows: 1_000_000, oneIn: 20 },
  { rows: 5_000_000, oneIn: 100 },
];
const MOST_TIMES = 1.25;

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

/** In a process of its own, since the most that a process held never falls. */
async function importHere(url: string, file: string): Promise<void> {
  const began = performance.now();
  const { verdict, rows } = await importRecords({
    url,
    by: { kind: "host", login: "host:bench", ip: null },
    mapping,
    rows: readFileRows(file, mapping),
    onProgress: console.error,
    onRefused: () => undefined,
  });
  if (!verdict) throw new Error("parity is false");
  const seconds = Math.round((performance.now() - began) / 1000);
  // Linux counts in kilobytes, and so does Node everywhere.
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const atEndMegabytes = Math.round(process.memoryUsage().heapUsed / 1_048_576);
  console.log(JSON.stringify({ stored: rows.stored, seconds, peakMegabytes, atEndMegabytes }));
}

async function measure(size: Size): Promise<Held> {
  const folder = mkdtempSync(join(tmpdir(), "memberscope-import-memory-"));
  const installation = await startInstallation();
  try {
    const file = join(folder, "record.csv");
    await writeRows(file, size);
    const args = [import.meta.filename, installation.ownerUrl, file];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 16_777_216 });
    const held: Held = { ...size, ...JSON.parse(stdout) };
    console.log(held);
    return held;
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const [url, file] = process.argv.slice(2);
if (url !== undefined && file !== undefined) await importHere(url, file);
else {
  const found: Held[] = [];
  for (const size of sizes) found.push(await measure(size));
  const least = found[0]?.peakMegabytes ?? 0;
  const goals = found.slice(1).map(({ rows, peakMegabytes }) => {
    const name = `memory of ${rows.toLocaleString("en")} rows`;
    return atMost(name, peakMegabytes / least, MOST_TIMES, `times that of ${sizes[0]?.rows.toLocaleString("en")}`);
  });
  finishBenchmark("import-memory", goals, { sizes: found });
}
