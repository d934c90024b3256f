import postgres from "postgres";
import { connect } from "../db.ts";
import { createJob } from "../republish/order/create-job.ts";
import { findJob } from "../republish/outcome/find-job.ts";
import { makeActor } from "./actors.ts";
import type { Goal } from "./bench-result.ts";
import { makeOrder, storeMany } from "./republish-jobs.ts";
import { recordEvent } from "./stored-events.ts";
import { makeWitnessedTopology } from "./topology.ts";
import { startWorkerProcess } from "./worker-process.ts";

/** Live events of each phase and between two of them. */
const LIVE = 300;
const EVERY_MS = 100;
/** The default rate. */
const RATE = 200;

/** What a job at the default rate does to live events: from their commit until the recorder has seen them. */
export async function measureLive({ ownerUrl, workerUrl }: { ownerUrl: string; workerUrl: string }): Promise<{
  found: Record<string, unknown>;
  goals: Goal[];
}> {
  const { topics } = await makeWitnessedTopology(ownerUrl, "bench-");
  const owner = postgres(ownerUrl, { max: 4, onnotice: () => {} });
  const web = connect({ url: ownerUrl, name: "bench", max: 2, plans: "custom" });
  const worker = await startWorkerProcess({
    WORKER_DATABASE_URL: workerUrl,
    INTERNAL_TOPIC_ARN: topics.internal,
    EXTERNAL_TOPIC_ARN: topics.external,
    QUEUE_PREFIX: "bench-",
    DEMO: "",
  });
  try {
    await lagOf(owner, 50);
    const without = await lagOf(owner, LIVE);
    const eventIds = await storeMany(owner, RATE * 45);
    const order = makeOrder({ selection: { eventIds }, target: "external-publisher", rate: RATE });
    const { jobId } = await createJob(web, await makeActor(owner, "admin"), order);
    await waitForStart(web, jobId);
    const during = await lagOf(owner, LIVE);
    const job = await findJob(web, jobId);
    const allowed = Math.round(without * 1.5 + 250);
    const name = "live commit to recorded, p95, under a job at the default rate";
    return {
      found: { withoutMs: without, duringMs: during, jobState: job.state, counts: job.counts, slowedTo: job.slowedTo },
      goals: [{ name, measured: during, allowed, unit: "ms", isMet: during <= allowed && job.state === "running" }],
    };
  } finally {
    await worker.stop();
    await Promise.all([owner.end(), web.$client.end()]);
  }
}

async function waitForStart(web: ReturnType<typeof connect>, jobId: string): Promise<void> {
  while ((await findJob(web, jobId)).counts.waiting > RATE * 43 || !(await findJob(web, jobId)).isFrozen) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The 95th percentile in ms of events that happen one after the other. */
async function lagOf(owner: postgres.Sql, count: number): Promise<number> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    ids.push(await recordEvent(owner));
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  for (;;) {
    const [row] = await owner<{ n: number; p95: number }[]>`
      select count(*)::int as n, percentile_cont(0.95) within group (order by extract(epoch from p.published_at - e.stored_at) * 1000)::float8 as p95
        from event.publication p join event.member_event e on e.id = p.event_id where p.layer = 1 and e.id = any(${ids}::uuid[])`;
    if (row?.n === count) return Math.round(row.p95);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
