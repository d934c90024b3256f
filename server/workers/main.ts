// The worker process: node server/workers/main.ts [NAME...], all loops unless some are named.
import { connect } from "../db.ts";
import { readEnv } from "../env.ts";
import { log } from "../log.ts";
import { queueClients } from "../messaging/queues.ts";
import { topicClients } from "../messaging/topic-clients.ts";
import { watchPool } from "../pool-watchdog.ts";
import { setUnpublishedAfter } from "../publication/set-unpublished-after.ts";
import { exitWithParent, reportReady } from "../start/supervise/exit-with-parent.ts";
import { awaitDatabase } from "./await-database.ts";
import { runDeadLetters } from "./dead-letters.ts";
import { runDeferredTasks } from "./deferred-tasks.ts";
import { runExternalPublisher } from "./external-publisher.ts";
import { runFiles } from "./files.ts";
import { runKeeper } from "./keeper.ts";
import { runPolicies } from "./policies.ts";
import { runRecorder } from "./recorder.ts";
import { runRepublisher } from "./republisher.ts";
import { runSealer } from "./sealer.ts";
import { runSender } from "./sender.ts";
import { runWatch } from "./watch.ts";
import { runWatcher } from "./watcher.ts";
import type { Worker } from "./worker-context.ts";
import { provisionSubscribers } from "./worker-subscribers.ts";

const workers: ReadonlyMap<string, Worker> = new Map([
  ["recorder", runRecorder],
  ["sender", runSender],
  ["external-publisher", runExternalPublisher],
  ["policies", runPolicies],
  ["deferred-tasks", runDeferredTasks],
  ["republisher", runRepublisher],
  ["dead-letters", runDeadLetters],
  ["watch", runWatch],
  ["watcher", runWatcher],
  ["files", runFiles],
  ["sealer", runSealer],
  ["keeper", runKeeper],
]);

async function runWorkers(names: readonly string[]): Promise<void> {
  const chosen = chooseWorkers(names);
  const env = readEnv("worker");
  exitWithParent();
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());

  const topicArns = { internal: env.INTERNAL_TOPIC_ARN, external: env.EXTERNAL_TOPIC_ARN };
  const max = await awaitDatabase(env.WORKER_DATABASE_URL, stop.signal);
  const db = connect({ url: env.WORKER_DATABASE_URL, name: "worker", max, plans: "generic" });
  const topics = topicClients(topicArns);
  const queues = queueClients();
  const stopWatching = watchPool(db);
  await setUnpublishedAfter(db, env.UNPUBLISHED_AFTER_MS);
  // Only npm start sets DEMO. Elsewhere queues are made on purpose, by somebody with the rights for it.
  if (env.DEMO) await provisionSubscribers(db, { prefix: env.QUEUE_PREFIX, topics: topicArns });

  const context = { env, db, topics, queues, signal: stop.signal };
  const running = chosen.map((run) => run(context));
  log.info({ workers: names.length > 0 ? names : [...workers.keys()] }, "worker started");
  reportReady();
  await Promise.all(running);
  stopWatching();
  topics.close();
  queues.close();
  await db.$client.end({ timeout: 2 });
  log.info("worker stopped");
}

function chooseWorkers(names: readonly string[]): Worker[] {
  if (names.length === 0) return [...workers.values()];
  return names.map((name) => {
    const worker = workers.get(name);
    if (worker) return worker;
    throw new Error(`There is no worker "${name}". Name any of ${[...workers.keys()].join(", ")}, or none for all.`);
  });
}

try {
  await runWorkers(process.argv.slice(2));
  process.exit(0);
} catch (error) {
  log.fatal(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
