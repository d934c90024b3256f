// The demo process: members who act, and the family account system that listens. Started by npm start alone.
import { connect } from "../db.ts";
import { readEnv } from "../env.ts";
import { log } from "../log.ts";
import { queueClients } from "../messaging/queues.ts";
import { topicClients } from "../messaging/topic-clients.ts";
import { watchPool } from "../pool-watchdog.ts";
import { internalPublisher } from "../publication/publish-internal.ts";
import { exitWithParent, reportReady } from "../start/exit-with-parent.ts";
import { wireFirstLayer } from "../wiring.ts";
import { runLoop } from "../workers/run-loop.ts";
import { actAsSomebody } from "./act-as-members.ts";
import { memberDetailsClient } from "./family-account/ask-member-details.ts";
import { familyAccountEntry } from "./family-account/family-account-entry.ts";
import { runFamilyAccount } from "./family-account/run-family-account.ts";
import { familyWithdrawal } from "./family-account/withdraw-unverified.ts";
import { seededRandom } from "./world/random.ts";

/** About thirty acts a minute: enough to see life, little enough to follow it. */
const ACT_EVERY_MS = 2000;

type DemoEnv = ReturnType<typeof readEnv<"demo">>;

/** The member system: acts through the domain, as its own process with its own first layer. */
async function runMembers(env: DemoEnv, signal: AbortSignal): Promise<void> {
  const db = connect({ url: env.WORKER_DATABASE_URL, name: "demo members", max: 3 });
  const topics = topicClients({ internal: env.INTERNAL_TOPIC_ARN, external: env.EXTERNAL_TOPIC_ARN });
  const publisher = internalPublisher((message) => topics.publishOne("internal", message));
  const layer = wireFirstLayer(publisher.publish);
  const random = seededRandom(Date.now());
  const stopWatching = watchPool(db);
  const step = async () => {
    await actAsSomebody({ db, layer, random });
    return "idle" as const;
  };
  await runLoop({ name: "demo members", step, idleMs: ACT_EVERY_MS, signal });
  await publisher.drain();
  stopWatching();
  topics.close();
  await db.$client.end({ timeout: 2 });
}

/** The outside system: knows the member system by its queue and its details API alone. */
async function runFamily(env: DemoEnv, signal: AbortSignal): Promise<void> {
  const db = connect({ url: env.FAMILY_ACCOUNT_DATABASE_URL, name: "family account", max: 2 });
  const queues = queueClients();
  const askLatest = memberDetailsClient({ publicUrl: env.PUBLIC_URL, token: env.FAMILY_ACCOUNT_TOKEN });
  const isMemberSystemUp = () =>
    fetch(new URL("/api/health/live", env.PUBLIC_URL), { signal: AbortSignal.timeout(2000) });
  const { queueName } = familyAccountEntry(env.QUEUE_PREFIX);
  const handle = familyWithdrawal({ db, askLatest });
  const stopWatching = watchPool(db);
  await runFamilyAccount({ db, queues, queueName, handle, isMemberSystemUp }, signal);
  stopWatching();
  queues.close();
  await db.$client.end({ timeout: 2 });
}

async function runDemo(): Promise<void> {
  const env = readEnv("demo");
  exitWithParent();
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  const running = [runMembers(env, stop.signal), runFamily(env, stop.signal)];
  log.info("demo started");
  reportReady();
  await Promise.all(running);
  log.info("demo stopped");
}

try {
  await runDemo();
  process.exit(0);
} catch (error) {
  log.fatal(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
