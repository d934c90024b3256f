// Commit to recorded at a steady rate: through the domain, then through the SQL function from another process, each against
// durable PostgreSQL, persisted SNS/SQS and one worker process on this machine.
//   npm run bench -- throughput [EVENTS_PER_SECOND] [SECONDS]
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { domainTransaction } from "../server/application-events/domain-transaction.ts";
import { connect } from "../server/db.ts";
import { topicClients } from "../server/messaging/topic-clients.ts";
import { startInstallation } from "../server/testing/installation.ts";
import { makeTopology } from "../server/testing/topology.ts";
import { waitUntil } from "../server/testing/wait-until.ts";
import { startWorkerProcess } from "../server/testing/worker-process.ts";
import { connectFirstLayer } from "../server/wiring.ts";

const TARGET_P95_MS = 1000;
const PREFIX = "bench-";

type Rate = { eventsPerSecond: number; seconds: number };
type Row = { events: number; p50: number; p95: number; p99: number; max: number };

/** Calls `act` at a steady rate, whether earlier calls have answered or not. */
async function atRate({ eventsPerSecond, seconds }: Rate, act: () => Promise<unknown>): Promise<void> {
  const acting: Promise<unknown>[] = [];
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * eventsPerSecond);
    while (acting.length < due) acting.push(act());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(acting);
}

async function runSqlProducer(url: string, rate: Rate): Promise<void> {
  const sql = postgres(url, { max: 4 });
  // The driver sends a query when it is waited for, not when it is written.
  await atRate(rate, async () => {
    await sql`select event.record_member_event('m-sql', 'thing.changed', '{"note": {"to": "x"}}')`;
  });
  await sql.end();
}

async function runDomain(url: string, rate: Rate, topics: ReturnType<typeof topicClients>): Promise<void> {
  const db = connect({ url, name: "bench", max: 8 });
  const { layer, drain } = connectFirstLayer(db, topics);
  await atRate(rate, () =>
    domainTransaction(db, layer, async (_tx, raise) => {
      await raise({ memberId: "m-domain", action: "thing.changed", attributes: { note: { to: "x" } } });
    }),
  );
  await drain();
  await db.$client.end();
}

async function measure(owner: postgres.Sql, memberId: string, layer: 1 | 2): Promise<Row> {
  const [row] = await owner<Row[]>`
    select count(*)::int as events, percentile_cont(0.5) within group (order by ms) as p50, percentile_cont(0.95) within group (order by ms) as p95,
           percentile_cont(0.99) within group (order by ms) as p99, max(ms) as max
      from (select extract(epoch from p.published_at - e.stored_at)::float8 * 1000 as ms
              from event.member_event e join event.publication p on p.event_id = e.id and p.layer = ${layer}
             where e.member_id = ${memberId}) took`;
  if (!row) throw new Error("nothing was measured");
  const rounded = Object.entries(row).map(([name, value]) => [name, Math.round(Number(value))]);
  return { events: 0, p50: 0, p95: 0, p99: 0, max: 0, ...Object.fromEntries(rounded) };
}

async function runBenchmark(rate: Rate): Promise<void> {
  const installation = await startInstallation();
  const arns = await makeTopology(installation.ownerUrl, PREFIX);
  const worker = await startWorkerProcess({
    WORKER_DATABASE_URL: installation.workerUrl,
    INTERNAL_TOPIC_ARN: arns.internal,
    EXTERNAL_TOPIC_ARN: arns.external,
    QUEUE_PREFIX: PREFIX,
  });
  const topics = topicClients(arns);
  const owner = postgres(installation.ownerUrl, { max: 1 });
  const nothingWaits = () =>
    waitUntil("nothing waits", async () => (await owner`select from event.pending limit 1`).length === 0, 360_000);
  try {
    console.log(`${rate.eventsPerSecond} events a second for ${rate.seconds} s through the domain ...`);
    await runDomain(installation.ownerUrl, rate, topics);
    await nothingWaits();
    console.log("... and through the SQL function from another process ...");
    const producer = [join(import.meta.dirname, "throughput.ts"), "producer", installation.ownerUrl];
    const child = spawn(process.execPath, [...producer, String(rate.eventsPerSecond), String(rate.seconds)], {
      stdio: "inherit",
    });
    await once(child, "exit");
    await nothingWaits();
    const domain = { internal: await measure(owner, "m-domain", 1), external: await measure(owner, "m-domain", 2) };
    const sql = { internal: await measure(owner, "m-sql", 1), external: await measure(owner, "m-sql", 2) };
    report({ ...rate, unit: "ms from stored to recorded", domain, sql });
  } finally {
    await worker.stop();
    topics.close();
    await owner.end();
    await installation.stop();
  }
}

function report(result: Rate & { domain: Record<string, Row>; sql: Record<string, Row>; unit: string }): void {
  // The claim is about the internal topic; the external one comes a hop later and is shown beside it.
  const isMet = [result.domain, result.sql].every((way) => (way.internal?.p95 ?? Infinity) < TARGET_P95_MS);
  console.table({
    "domain, internal": result.domain.internal,
    "domain, external": result.domain.external,
    "SQL function, internal": result.sql.internal,
    "SQL function, external": result.sql.external,
  });
  console.log(`Internal p95 below ${TARGET_P95_MS} ms: ${isMet ? "yes" : "NO"}`);
  const directory = join(import.meta.dirname, "results");
  mkdirSync(directory, { recursive: true });
  const machine = {
    cores: cpus().length,
    cpu: cpus()[0]?.model ?? "",
    node: process.version,
    platform: process.platform,
  };
  const text = JSON.stringify(
    { benchmark: "throughput", at: new Date().toISOString(), machine, ...result, isMet },
    null,
    2,
  );
  writeFileSync(join(directory, "throughput.json"), `${text}\n`);
  if (!isMet) process.exitCode = 1;
}

const args = process.argv.slice(2);
const isProducer = args[0] === "producer";
const [eventsPerSecond = 100, seconds = 60] = (isProducer ? args.slice(2) : args).map(Number);
if (isProducer) await runSqlProducer(args[1] ?? "", { eventsPerSecond, seconds });
else await runBenchmark({ eventsPerSecond, seconds });
