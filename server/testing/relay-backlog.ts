import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sql } from "postgres";
import { waitUntil } from "./wait-until.ts";
import { startWorkerProcess } from "./worker-process.ts";

/** A stand-in for SNS in a process of its own, which takes everything at once. */
export type FastSns = { url: string; taken(): Promise<number>; stop(): void };

/** Starts the stand-in. */
export async function startFastSns(): Promise<FastSns> {
  const child = fork(join(import.meta.dirname, "fast-sns.ts"), { execArgv: [] });
  const [port] = await once(child, "message");
  const url = `http://127.0.0.1:${String(port)}`;
  return {
    url,
    async taken() {
      const counts: unknown = await (await fetch(url)).json();
      return Number(Reflect.get(Object(counts), "messages"));
    },
    stop: () => child.kill(),
  };
}

/** Stores so many events in one statement, due at once in the internal layer, as the SQL function leaves them. */
export async function storeBacklog(owner: Sql, count: number): Promise<void> {
  await owner`truncate event.pending`;
  await owner`
    with stored as (
      insert into event.member_event (id, member_id, action_id, attributes, context)
      select uuidv7(), 'm-' || n % 1000, (select id from event.action where name = 'thing.changed'), '{"note": {"to": "x"}}',
             '{"deviceId": "d-1", "ip": "203.0.113.7", "channel": "web"}'
        from generate_series(1, ${count}) n
      returning id, member_id, stored_at)
    insert into event.pending (event_id, member_id, layer, stored_at, next_at) select id, member_id, 1, stored_at, stored_at from stored`;
  await owner`analyze event.pending`;
}

/** What sending a backlog took, from when the workers were ready: `counted` were sent since, `cpuSeconds` is the workers' own processor time. */
export type RelayRun = {
  events: number;
  counted: number;
  workers: number;
  seconds: number;
  perSecond: number;
  cpuSeconds: number;
  copies: number;
};

/** Lets workers that only send relay everything that waits to the stand-in, and measures from when they are ready. */
export async function relayBacklog(
  owner: Sql,
  { workerUrl, sns, events, workers }: { workerUrl: string; sns: FastSns; events: number; workers: number },
): Promise<RelayRun> {
  const before = await sns.taken();
  const env = {
    WORKER_DATABASE_URL: workerUrl,
    AWS_ENDPOINT_URL_SNS: sns.url,
    INTERNAL_TOPIC_ARN: "arn:aws:sns:ap-northeast-2:000000000000:internal",
    EXTERNAL_TOPIC_ARN: "arn:aws:sns:ap-northeast-2:000000000000:external",
    QUEUE_PREFIX: "bench-",
    DEMO: "",
  };
  const running = await Promise.all(Array.from({ length: workers }, () => startWorkerProcess(env, ["sender"])));
  const began = performance.now();
  const cpu = () => running.reduce((sum, { child }) => sum + cpuOf(child.pid ?? 0), 0);
  const cpuBefore = cpu();
  // The first of them may have begun before the last was ready.
  const rest = events - ((await sns.taken()) - before);
  try {
    await waitUntil("all events sent", async () => (await sns.taken()) - before >= events, 600_000);
    const seconds = (performance.now() - began) / 1000;
    await waitUntil("all tries written down", async () => {
      const rows = await owner`select from event.pending where attempts = 0 limit 1`;
      return rows.length === 0;
    });
    const cpuSeconds = cpu() - cpuBefore;
    const copies = (await sns.taken()) - before - events;
    return {
      events,
      counted: rest,
      workers,
      seconds: round(seconds),
      perSecond: Math.round(rest / seconds),
      cpuSeconds: round(cpuSeconds),
      copies,
    };
  } finally {
    await Promise.all(running.map((worker) => worker.stop()));
  }
}

/** Linux says it in hundredths of a second; elsewhere it is not known. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
    return (Number(fields[13]) + Number(fields[14])) / 100;
  } catch {
    return 0;
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
