import { connect } from "../db.ts";
import { callSigned } from "../messaging/call-signed.ts";
import { answerHeldEvents } from "../republish/held/answer-held-events.ts";
import { freezeJobs } from "../republish/order/freeze-jobs.ts";
import { settleCancelled } from "../republish/run/lease-job.ts";
import { runJobs } from "../republish/run/run-jobs.ts";
import { type SlowDownMemory, slowDownJobs } from "../republish/run/slow-down.ts";
import type { LayerName } from "../vocabulary/member-event.ts";
import { runLoop } from "./run-loop.ts";
import type { Worker, WorkerContext } from "./worker-context.ts";

/** Staff who pressed the button look at the outcome at once. */
const IDLE_MS = 300;

/** Between two looks at what jobs do to live traffic and to their receivers. */
const WATCH_MS = 2000;

/** Jobs of a layer side by side, small and large apart: none waits for a larger one, or for one whose topic is away. */
const RUNNERS = [
  { isLarge: false, count: 2 },
  { isLarge: true, count: 2 },
] as const;

/** Carries out republish jobs: writes their sets down, and sends them. Asks hosts for what subscribers have, too. */
export const runRepublisher: Worker = async (context) => {
  const runners = (["internal", "external"] as const).flatMap((layer) =>
    RUNNERS.flatMap(({ isLarge, count }) => Array.from({ length: count }, () => runOne(context, { layer, isLarge }))),
  );
  await Promise.all([...runners, freeze(context), giveWay(context), askHosts(context)]);
};

function runOne({ db, topics, signal }: WorkerContext, kind: { layer: LayerName; isLarge: boolean }): Promise<void> {
  return runLoop({
    name: "republisher",
    idleMs: IDLE_MS,
    signal,
    async step() {
      const { didWork } = await runJobs(db, { topics, signal, kind });
      return didWork ? "more" : "idle";
    },
  });
}

/** Slows jobs down where live traffic or a receiver suffers. */
function giveWay({ db, queues, signal }: WorkerContext): Promise<void> {
  const memory: SlowDownMemory = new Map();
  return runLoop({
    name: "republish watcher",
    idleMs: WATCH_MS,
    signal,
    async step() {
      await slowDownJobs(db, { queues, memory });
      return "idle";
    },
  });
}

/** Asks registered hosts which events a subscriber has, for whoever looks for its gap. */
function askHosts({ env, db, signal }: WorkerContext): Promise<void> {
  return runLoop({
    name: "held events",
    idleMs: IDLE_MS,
    signal,
    async step() {
      const call: typeof callSigned = (one, limits) => callSigned(one, { ...limits, privateHosts: env.PRIVATE_HOSTS });
      return (await answerHeldEvents(db, call)) ? "more" : "idle";
    },
  });
}

/** On a pool of its own: what it asks is planned for its values, which the worker's other statements are not. */
async function freeze({ env, db, signal }: WorkerContext): Promise<void> {
  const planned = connect({ url: env.WORKER_DATABASE_URL, name: "worker freeze", max: 1, plans: "custom" });
  await runLoop({
    name: "republish freezer",
    idleMs: IDLE_MS,
    signal,
    async step() {
      await settleCancelled(db);
      return (await freezeJobs(planned, { signal })) ? "more" : "idle";
    },
  });
  await planned.$client.end({ timeout: 2 });
}
