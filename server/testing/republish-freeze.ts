import { readFileSync } from "node:fs";
import postgres from "postgres";
import { connect } from "../db.ts";
import { createJob } from "../republish/order/create-job.ts";
import { findJob } from "../republish/outcome/find-job.ts";
import { planRepublish } from "../republish/plan/plan-republish.ts";
import { registerWorkerSubscribers } from "../workers/worker-subscribers.ts";
import { makeActor } from "./actors.ts";
import type { Goal } from "./bench-result.ts";
import { makeOrder } from "./republish-jobs.ts";
import { waitUntil } from "./wait-until.ts";
import { startWorkerProcess } from "./worker-process.ts";

const LARGE = 1_000_000;
const SMALL = 10_000;
const MB = 1024 * 1024;

/** How long it takes to count and to write down a million events, and what memory a worker takes for it. */
export async function measureFreeze({ ownerUrl, workerUrl }: { ownerUrl: string; workerUrl: string }): Promise<{
  found: Record<string, unknown>;
  goals: Goal[];
}> {
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} });
  const web = connect({ url: ownerUrl, name: "bench", max: 2, plans: "custom" });
  try {
    await registerWorkerSubscribers(web, "bench-");
    for (const [action, count] of [
      ["thing.seen", SMALL],
      ["thing.changed", LARGE],
    ] as const) {
      await owner`
        insert into event.member_event (id, member_id, action_id, version, attributes)
        select event.id_at(clock_timestamp() - interval '20 days' + n * interval '1 second', 'm-' || n % 200000), 'm-' || n % 200000, a.id, 1, '{"note": {"to": "x"}}'
          from generate_series(1, ${count}) n, event.action a where a.name = ${action}`;
    }
    await owner.unsafe("vacuum analyze event.member_event");
    const small = await freezeOne({ owner, web, workerUrl }, "thing.seen");
    const large = await freezeOne({ owner, web, workerUrl }, "thing.changed");
    const grewMb = Math.round((large.memoryBytes - small.memoryBytes) / MB);
    return {
      found: { small, large },
      goals: [
        {
          name: "count of a million events by an indexed condition",
          measured: large.countMs,
          allowed: 2000,
          unit: "ms",
          isMet: large.countMs <= 2000,
        },
        {
          name: "a million planned",
          measured: large.planMs,
          allowed: 2000,
          unit: "ms",
          isMet: large.planMs <= 2000,
        },
        {
          name: "freeze of a million events",
          measured: large.freezeMs,
          allowed: 60_000,
          unit: "ms",
          isMet: large.freezeMs <= 60_000,
        },
        {
          name: "memory of the worker from 10,000 to 1,000,000 items",
          measured: grewMb,
          allowed: 30,
          unit: "MB more",
          isMet: grewMb <= 30,
        },
      ],
    };
  } finally {
    await Promise.all([owner.end(), web.$client.end()]);
  }
}

async function freezeOne(
  { owner, web, workerUrl }: { owner: postgres.Sql; web: ReturnType<typeof connect>; workerUrl: string },
  action: string,
) {
  const actor = await makeActor(owner, "admin");
  const asked = {
    selection: { conditions: [{ field: "action" as const, operator: "any" as const, values: [action] }] },
    layer: "internal" as const,
    target: "external-publisher",
    rate: 200,
  };
  const counting = performance.now();
  await owner`select count(*), bit_xor(uuid_hash_extended(e.id, 0)), bit_xor(uuid_hash_extended(e.id, 1)) from event.member_event e
    where e.action_id = (select id from event.action where name = ${action})`;
  const countMs = Math.round(performance.now() - counting);
  const plan = await planRepublish(web, actor, asked);
  const { jobId } = await createJob(
    web,
    actor,
    makeOrder({ ...asked, planToken: plan.token, startAt: "2099-01-01T00:00:00Z" }),
  );
  const worker = await startWorkerProcess(
    {
      WORKER_DATABASE_URL: workerUrl,
      INTERNAL_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:internal",
      EXTERNAL_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:external",
      QUEUE_PREFIX: "bench-",
      DEMO: "",
    },
    ["republisher"],
  );
  const began = performance.now();
  await waitUntil("the set is written down", async () => (await findJob(web, jobId)).isFrozen, 300_000);
  const freezeMs = Math.round(performance.now() - began);
  const memoryBytes = highestMemory(worker.child.pid ?? 0);
  await worker.stop();
  const { counts, planned } = await findJob(web, jobId);
  return { events: plan.count, planMs: plan.tookMs, countMs, freezeMs, memoryBytes, planned, waiting: counts.waiting };
}

/** The most memory a process has had, in bytes, as Linux tells it. */
function highestMemory(pid: number): number {
  const kb = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kb ?? 0) * 1024;
}
