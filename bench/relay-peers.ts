// The sender beside two job queues that teams use as outbox relays: pg-boss and graphile-worker, each as its documents say for
// speed, in batches of the sender's size, against the same stand-in for SNS, in turns in one run. They are not dependencies:
//   npm install --prefix DIRECTORY pg-boss@12 graphile-worker@0.18 && npm run bench -- relay-peers DIRECTORY [EVENTS] [ROUNDS]
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import postgres, { type Sql } from "postgres";
import type { OutgoingMessage } from "../server/messaging/message.ts";
import { topicClients } from "../server/messaging/topic-clients.ts";
import { atLeast, finishBenchmark, median } from "../server/testing/bench-result.ts";
import { startInstallation } from "../server/testing/installation.ts";
import { type FastSns, relayBacklog, startFastSns, storeBacklog } from "../server/testing/relay-backlog.ts";
import { waitUntil } from "../server/testing/wait-until.ts";
import { LARGEST_BATCH } from "../server/workers/batch-size.ts";

const AT_LEAST_TIMES = 3;
const peers = ["pg-boss", "graphile-worker"] as const;
type Peer = (typeof peers)[number];

/** Processor time for each event: of the relay alone, and with that of PostgreSQL. */
type Run = { relay: string; perSecond: number; relayMs: number; wholeMs: number };

type Boss = {
  start(): Promise<unknown>;
  on(event: "error", listener: (error: unknown) => void): unknown;
  createQueue(name: string): Promise<unknown>;
  insert(name: string, jobs: { data: OutgoingMessage }[]): Promise<unknown>;
  work(name: string, options: object, handle: (jobs: { data: OutgoingMessage }[]) => Promise<void>): Promise<unknown>;
};
type Graphile = {
  makeWorkerUtils?: (options: object) => Promise<GraphileUtils>;
  run?: (options: object) => Promise<unknown>;
  Logger?: new (write: () => () => void) => unknown;
};
type GraphileUtils = {
  migrate(): Promise<void>;
  addJobs(jobs: { identifier: string; payload: OutgoingMessage }[]): Promise<unknown>;
  release(): Promise<void>;
};

type Modules = { "pg-boss": { PgBoss?: new (url: string) => Boss }; "graphile-worker": Graphile };

function load<P extends Peer>(directory: string, name: P): Promise<Modules[P]> {
  return import(pathToFileURL(createRequire(join(resolve(directory), "package.json")).resolve(name)).href);
}

/** Runs one of them until the process is killed; adds its jobs first when there are some. */
async function runPeer(name: Peer, directory: string, url: string, events: number): Promise<void> {
  const topics = topicClients({ internal: "arn:aws:sns:ap-northeast-2:000000000000:internal", external: "" });
  const send = async (messages: readonly OutgoingMessage[]) => {
    const outcomes = await topics.publishBatch("internal", messages);
    if (outcomes.some(({ kind }) => kind !== "accepted")) throw new Error("not taken");
  };
  const jobs = Array.from({ length: events }, (_, n) => messageOf(n));
  if (name === "pg-boss") {
    const { PgBoss } = await load(directory, name);
    if (PgBoss === undefined) throw new Error("pg-boss has another form");
    const boss = new PgBoss(url);
    boss.on("error", (error) => console.error(error));
    await boss.start();
    await boss.createQueue("relay");
    for (const some of inThousands(jobs))
      await boss.insert(
        "relay",
        some.map((data) => ({ data })),
      );
    await readyAndGo();
    const options = { batchSize: LARGEST_BATCH, burstWhenBatchFull: true, pollingIntervalSeconds: 0.5 };
    // Two loops, as the sender has.
    for (let n = 0; n < 2; n += 1) await boss.work("relay", options, (got) => send(got.map(({ data }) => data)));
    return;
  }
  const { makeWorkerUtils, run, Logger } = await load(directory, name);
  if (makeWorkerUtils === undefined || run === undefined || Logger === undefined)
    throw new Error("graphile-worker has another form");
  const utils = await makeWorkerUtils({ connectionString: url });
  await utils.migrate();
  for (const some of inThousands(jobs)) await utils.addJobs(some.map((payload) => ({ identifier: "relay", payload })));
  await utils.release();
  await readyAndGo();
  const gather = gathered(send);
  const worker = {
    connectionString: url,
    concurrentJobs: LARGEST_BATCH,
    maxPoolSize: 12,
    logger: new Logger(() => () => {}),
    localQueue: { size: LARGEST_BATCH },
    completeJobBatchDelay: 0,
    pollInterval: 500,
  };
  await run({
    preset: { worker },
    taskList: { relay: (payload: OutgoingMessage) => gather(payload) },
    noHandleSignals: true,
  });
}

/** Gives jobs that come one by one to SNS ten at a time, as their batches would come. */
function gathered(send: (messages: readonly OutgoingMessage[]) => Promise<void>) {
  let waiting: { message: OutgoingMessage; done: () => void; failed: (error: unknown) => void }[] = [];
  const flush = () => {
    const some = waiting;
    waiting = [];
    send(some.map(({ message }) => message)).then(
      () => some.forEach(({ done }) => void done()),
      (error: unknown) => some.forEach(({ failed }) => void failed(error)),
    );
  };
  return (message: OutgoingMessage) =>
    new Promise<void>((done, failed) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ message, done, failed });
    });
}

/** The message that the test catalog's event has. */
function messageOf(n: number): OutgoingMessage {
  const eventId = `0199d2e0-0000-7000-8000-${String(n).padStart(12, "0")}`;
  const body = `{"action": "thing.changed", "changed": ["note"], "context": {"ip": "203.0.113.7", "channel": "web", "deviceId": "d-1"}, "eventId": "${eventId}", "version": 1, "memberId": "m-${n % 1000}", "attributes": {"note": {"to": "x"}}, "occurredAt": "2026-01-01T00:00:00.000Z", "causationId": null, "correlationId": "${eventId}"}`;
  const attributes = { layer: "internal", action: "thing.changed", target: "ALL" };
  const given = Object.entries(attributes).map(([name, Value]) => [name, { Type: "String", Value }] as const);
  return {
    eventId,
    body,
    attributes: { ...Object.fromEntries(given), changed: { Type: "String.Array", Value: '["note"]' } },
  };
}

function* inThousands<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += 1000) yield all.slice(from, from + 1000);
}

async function readyAndGo(): Promise<void> {
  process.send?.("ready");
  await once(process, "message");
}

async function measurePeer(
  name: Peer,
  given: { directory: string; url: string; events: number; sns: FastSns; owner: Sql },
): Promise<Run> {
  const { directory, url, events, sns, owner } = given;
  const child = fork(import.meta.filename, ["peer", name, directory, url, String(events)], {
    env: { ...process.env, AWS_ENDPOINT_URL_SNS: sns.url },
  });
  try {
    await once(child, "message");
    return await measure(owner, sns, { relay: name, events, cpu: () => cpuOf(child), go: () => void child.send("go") });
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

async function measure(
  owner: Sql,
  sns: FastSns,
  given: { relay: string; events: number; cpu: () => number; go: () => void },
): Promise<Run> {
  const { relay, events, cpu, go } = given;
  const [taken, own, whole] = [await sns.taken(), cpu(), await postgresCpu(owner)];
  const began = performance.now();
  go();
  await waitUntil("all sent", async () => (await sns.taken()) - taken >= events, 300_000);
  const seconds = (performance.now() - began) / 1000;
  const relayMs = ((cpu() - own) * 1000) / events;
  const wholeMs = relayMs + (((await postgresCpu(owner)) - whole) * 1000) / events;
  return { relay, perSecond: Math.round(events / seconds), relayMs, wholeMs };
}

function cpuOf({ pid = 0 }: Pick<ChildProcess, "pid">): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** What all processes of PostgreSQL have used, those that ended included. Linux alone says it. */
async function postgresCpu(owner: Sql): Promise<number> {
  const [row] = await owner<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const fieldsOf = (pid: string) =>
    readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ")
      .map(Number);
  const parent = fieldsOf(String(row?.pid))[1] ?? 0;
  const ticks = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const fields = fieldsOf(pid);
        const isServer = Number(pid) === parent;
        if (!isServer && fields[1] !== parent) return [];
        const ended = isServer ? (fields[13] ?? 0) + (fields[14] ?? 0) : 0;
        return [(fields[11] ?? 0) + (fields[12] ?? 0) + ended];
      } catch {
        return [];
      }
    });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}

async function runBenchmark([directory = "", events = "20000", rounds = "3"]: readonly string[]): Promise<void> {
  const count = Number(events);
  const installation = await startInstallation();
  const sns = await startFastSns();
  const owner = postgres(installation.ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const runs: Run[] = [];
    for (let round = 0; round < Number(rounds); round += 1) {
      await storeBacklog(owner, count);
      const before = await postgresCpu(owner);
      const own = await relayBacklog(owner, { workerUrl: installation.workerUrl, sns, events: count, workers: 1 });
      const relayMs = (own.cpuSeconds * 1000) / own.counted;
      const wholeMs = relayMs + (((await postgresCpu(owner)) - before) * 1000) / count;
      runs.push({ relay: "memberscope", perSecond: own.perSecond, relayMs, wholeMs });
      for (const name of peers) {
        runs.push(await measurePeer(name, { directory, url: installation.ownerUrl, events: count, sns, owner }));
      }
    }
    console.table(runs);
    const rounded = (relay: string, of: (run: Run) => number) => runs.filter((run) => run.relay === relay).map(of);
    const goals = peers.map((name) => {
      const [theirs, ours] = [
        rounded(name, ({ wholeMs }) => wholeMs),
        rounded("memberscope", ({ wholeMs }) => wholeMs),
      ];
      return atLeast(
        `events per processor second, PostgreSQL included, against ${name}`,
        median(theirs.map((ms, n) => ms / (ours[n] ?? 1))),
        AT_LEAST_TIMES,
        "times",
      );
    });
    finishBenchmark("relay-peers", goals, { events: count, batch: LARGEST_BATCH, runs });
  } finally {
    sns.stop();
    await owner.end();
    await installation.stop();
  }
}

const [mode = "", name, directory = "", url = "", events = ""] = process.argv.slice(2);
if (mode === "peer") {
  const peer = peers.find((one) => one === name);
  if (peer !== undefined) await runPeer(peer, directory, url, Number(events));
} else await runBenchmark(process.argv.slice(2));
