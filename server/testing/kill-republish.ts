import postgres from "postgres";
import { connect } from "../db.ts";
import { breakGlass } from "../republish/order/approve-job.ts";
import { createJob } from "../republish/order/create-job.ts";
import { findJob } from "../republish/outcome/find-job.ts";
import { planRepublish } from "../republish/plan/plan-republish.ts";
import { IN_HAND } from "../republish/run/run-jobs.ts";
import { registerWorkerSubscribers } from "../workers/worker-subscribers.ts";
import { makeActor } from "./actors.ts";
import { makeOrder, storeMany } from "./republish-jobs.ts";
import { startSnsStandIn } from "./sns-stand-in.ts";
import { waitUntil } from "./wait-until.ts";
import { startWorkerProcess } from "./worker-process.ts";

export type KillRepublishSettings = {
  ownerUrl: string;
  workerUrl: string;
  events: number;
  kills: number;
  /** Of the moments of the kills. */
  seed: number;
  /** How long a worker lives at most before it is killed. */
  livesMs: number;
};

/** What the kills did. */
export type KillRepublishResult = {
  events: number;
  kills: number;
  messages: number;
  copies: number;
  /** From each kill to the next message, with another worker started at once. */
  resumedAfterMs: number[];
  totalMs: number;
  faults: { lost: number; foreign: number; wrongTarget: number; miscounted: number };
};

/** What a killed worker may have sent without saying so. */
export const COPIES_A_KILL = IN_HAND;

/** SplitMix32: the same seed, the same kills. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let t = state ^ (state >>> 16);
    t = Math.imul(t, 0x21f0aaad);
    t ^= t >>> 15;
    t = Math.imul(t, 0x735a2d97);
    return ((t ^ (t >>> 15)) >>> 0) / 2 ** 32;
  };
}

/**
 * Kills a real worker process without warning, again and again, while it carries out one job; then lets one live until the job is
 * done, and compares what was selected, what the job says, and what an SNS saw.
 */
export async function killRepublishWorker(settings: KillRepublishSettings): Promise<KillRepublishResult> {
  const { ownerUrl, workerUrl, events, kills, seed, livesMs } = settings;
  const random = randomFrom(seed);
  const sns = await startSnsStandIn({ answersAfterMs: 5 });
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} });
  const db = connect({ url: ownerUrl, name: "test", max: 4, plans: "custom" });
  const env = republisherEnv({ workerUrl, snsUrl: sns.url });
  try {
    await registerWorkerSubscribers(db, "kill-");
    const { jobId, ids } = await orderEvents(owner, db, events);
    const began = performance.now();
    const resumedAfterMs: number[] = [];
    let worker = await startWorkerProcess(env, ["republisher"]);
    const progressBeyond = (messages: number, limitMs = 30_000) =>
      waitUntil("the job goes on", async () => sns.messages > messages, limitMs);
    await progressBeyond(0, 120_000);
    for (let n = 0; n < kills; n += 1) {
      await new Promise((resolve) => setTimeout(resolve, random() * livesMs));
      await worker.kill();
      const killed = performance.now();
      // What the killed one had on its way may still arrive.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const before = sns.messages;
      worker = await startWorkerProcess(env, ["republisher"]);
      if ((await findJob(db, jobId)).state === "done") break;
      await progressBeyond(before);
      resumedAfterMs.push(Math.round(performance.now() - killed));
    }
    await waitUntil("the job is done", async () => (await findJob(db, jobId)).state === "done", 600_000);
    const totalMs = Math.round(performance.now() - began);
    await worker.stop();
    const { counts } = await findJob(db, jobId);
    const isAddressed = (id: string) => {
      const seen = sns.seen.get(id);
      return seen?.targets.size === 1 && seen.targets.has("external-publisher") && seen.replays.has(jobId);
    };
    const selected = new Set(ids);
    return {
      events,
      kills: resumedAfterMs.length,
      messages: sns.messages,
      copies: sns.messages - sns.seen.size,
      resumedAfterMs,
      totalMs,
      faults: {
        lost: ids.filter((id) => !sns.seen.has(id)).length,
        foreign: [...sns.seen.keys()].filter((id) => !selected.has(id)).length,
        wrongTarget: ids.filter((id) => sns.seen.has(id) && !isAddressed(id)).length,
        miscounted: Math.abs(events - counts.sent) + counts.failed + counts.unknown + counts.waiting + counts.sending,
      },
    };
  } finally {
    await Promise.all([owner.end(), db.$client.end(), sns.stop()]);
  }
}

/** What a worker process needs to republish to a stand-in for SNS. */
export function republisherEnv({ workerUrl, snsUrl }: { workerUrl: string; snsUrl: string }): Record<string, string> {
  return {
    WORKER_DATABASE_URL: workerUrl,
    INTERNAL_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:internal",
    EXTERNAL_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:external",
    AWS_ENDPOINT_URL_SNS: snsUrl,
    QUEUE_PREFIX: "kill-",
    DEMO: "",
  };
}

async function orderEvents(owner: postgres.Sql, db: ReturnType<typeof connect>, events: number) {
  const note = "kill";
  const ids = await storeMany(owner, events, { note });
  const actor = await makeActor(owner, "admin");
  const selection = {
    conditions: [{ field: "became" as const, name: "note", operator: "any" as const, values: [note] }],
  };
  const asked = { selection, layer: "internal" as const, target: "external-publisher", rate: 10_000 };
  const { token } = await planRepublish(db, actor, asked);
  const { jobId } = await createJob(db, actor, makeOrder({ ...asked, planToken: token }));
  // A large one waits for a second person, who is not there: it is let run once its set is written down.
  void letRun(db, actor, jobId);
  return { jobId, ids };
}

async function letRun(
  db: ReturnType<typeof connect>,
  actor: Parameters<typeof breakGlass>[1],
  jobId: string,
): Promise<void> {
  await waitUntil("the set is written down", async () => (await findJob(db, jobId)).state !== "freezing", 120_000);
  if ((await findJob(db, jobId)).state === "approval") await breakGlass(db, actor, { jobId, reason: "a measurement" });
}
