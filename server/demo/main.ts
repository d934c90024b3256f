// The demo process: members who act, and the outside systems that listen. Started by npm start alone.
import { join } from "node:path";
import { connect, type Db } from "../db.ts";
import { type Env, readEnv } from "../env.ts";
import { log } from "../log.ts";
import { type Queues, queueClients } from "../messaging/queues.ts";
import { topicClients } from "../messaging/topic-clients.ts";
import { watchPool } from "../pool-watchdog.ts";
import { exitWithParent, reportReady } from "../start/supervise/exit-with-parent.ts";
import { connectFirstLayer } from "../wiring.ts";
import { runLoop } from "../workers/run-loop.ts";
import { actAsSomebody } from "./act-as-members.ts";
import { latestSchema } from "./family-account/ask-member-details.ts";
import { familyAccountEntry } from "./family-account/family-account-entry.ts";
import { handleAsFamily } from "./family-account/handle-as-family.ts";
import { familyHistory } from "./family-account/record-family-event.ts";
import { memberDetailsClient, objectionClient } from "./outside/member-system-client.ts";
import { runOutsideSystem } from "./outside/run-outside-system.ts";
import { deliverReports } from "./partner/deliver-reports.ts";
import { directoryDrop } from "./partner/partner-drop.ts";
import { PARTNER_REPORTER, partnerReporterEntry } from "./partner/partner-reporter-entry.ts";
import { partnerLatestSchema, reportEvent } from "./partner/report-event.ts";
import { seededRandom } from "./world/random.ts";

/** About thirty acts a minute: enough to see life, little enough to follow it. */
const ACT_EVERY_MS = 2000;

const DELIVER_EVERY_MS = 5000;

/** The directory in the data directory that stands for the partner's server. */
const PARTNER_DROP = "partner-drop";

type DemoEnv = Env<"demo">;

/** The member system: acts through the domain, as its own process with its own first layer. */
async function runMembers(env: DemoEnv, signal: AbortSignal): Promise<void> {
  const topics = topicClients({ internal: env.INTERNAL_TOPIC_ARN, external: env.EXTERNAL_TOPIC_ARN });
  const random = seededRandom(Date.now());
  await withDatabase({ url: env.WORKER_DATABASE_URL, name: "demo members", max: 3 }, async (db) => {
    const { layer, drain } = connectFirstLayer(db, topics);
    const step = async () => {
      await actAsSomebody({ db, layer, random });
      return "idle" as const;
    };
    await runLoop({ name: "demo members", step, idleMs: ACT_EVERY_MS, signal });
    await drain();
  });
  topics.close();
}

/** The family account system: knows the member system by its queue, its API and the SQL function alone. */
async function runFamily(env: DemoEnv, queues: Queues, signal: AbortSignal): Promise<void> {
  const memberSystem = { publicUrl: env.PUBLIC_URL, token: env.FAMILY_ACCOUNT_TOKEN };
  const { queueName } = familyAccountEntry(env.QUEUE_PREFIX);
  const name = "family account";
  await withDatabase({ url: env.FAMILY_ACCOUNT_DATABASE_URL, name, max: 2 }, (db) =>
    withDatabase({ url: env.DOMAIN_WRITER_DATABASE_URL, name: "family history", max: 1 }, (history) => {
      const handle = handleAsFamily({
        db,
        askLatest: memberDetailsClient(memberSystem, latestSchema),
        object: objectionClient(memberSystem),
        tell: familyHistory(history),
      });
      return runOutsideSystem({ name, db, queues, queueName, handle, isMemberSystemUp: () => isUp(env) }, signal);
    }),
  );
}

/** The partner reporter: listens like the family account system, and delivers files to the partner. */
async function runPartner(env: DemoEnv, queues: Queues, signal: AbortSignal): Promise<void> {
  const memberSystem = { publicUrl: env.PUBLIC_URL, token: env.PARTNER_REPORTER_TOKEN };
  const drop = directoryDrop(join(env.MEMBERSCOPE_DATA_DIR, PARTNER_DROP));
  const { queueName } = partnerReporterEntry(env.QUEUE_PREFIX);
  await withDatabase({ url: env.PARTNER_REPORTER_DATABASE_URL, name: PARTNER_REPORTER, max: 2 }, async (db) => {
    const askLatest = memberDetailsClient(memberSystem, partnerLatestSchema);
    const handle = reportEvent({ db, askLatest, object: objectionClient(memberSystem), drop });
    const system = { name: PARTNER_REPORTER, db, queues, queueName, handle, isMemberSystemUp: () => isUp(env) };
    const step = async () => {
      await deliverReports({ db, drop });
      return "idle" as const;
    };
    await Promise.all([
      runOutsideSystem(system, signal),
      runLoop({ name: "partner delivery", step, idleMs: DELIVER_EVERY_MS, signal }),
    ]);
  });
}

function isUp(env: DemoEnv): Promise<unknown> {
  return fetch(new URL("/api/health/live", env.PUBLIC_URL), { signal: AbortSignal.timeout(2000) });
}

async function withDatabase(
  settings: Parameters<typeof connect>[0],
  work: (db: Db) => Promise<unknown>,
): Promise<void> {
  const db = connect(settings);
  const stopWatching = watchPool(db);
  await work(db);
  stopWatching();
  await db.$client.end({ timeout: 2 });
}

async function runDemo(): Promise<void> {
  const env = readEnv("demo");
  exitWithParent();
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop.abort());
  const queues = queueClients();
  const { signal } = stop;
  const running = [runMembers(env, signal), runFamily(env, queues, signal), runPartner(env, queues, signal)];
  log.info("demo started");
  reportReady();
  await Promise.all(running);
  queues.close();
  log.info("demo stopped");
}

try {
  await runDemo();
  process.exit(0);
} catch (error) {
  log.fatal(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
