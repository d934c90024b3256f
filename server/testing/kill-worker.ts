import postgres from "postgres";
import { domainTransaction } from "../application-events/domain-transaction.ts";
import { connect, type Db } from "../db.ts";
import { topicClients } from "../messaging/topic-clients.ts";
import { connectFirstLayer } from "../wiring.ts";
import { LARGEST_BATCH } from "../workers/batch-size.ts";
import { recordEvent } from "./stored-events.ts";
import { drainOnce, makeWitnessedTopology } from "./topology.ts";
import { waitUntil } from "./wait-until.ts";
import { startWorkerProcess } from "./worker-process.ts";

/** How hard to try. */
export type KillWorkerSettings = {
  ownerUrl: string;
  workerUrl: string;
  prefix: string;
  kills: number;
  eventsPerSecond: number;
  /** Scaled down from five minutes. */
  unpublishedAfterMs: number;
};

/** What the kills did. Faults are zero when the guarantee holds. */
export type KillWorkerResult = {
  committed: number;
  rolledBack: number;
  kills: number;
  messages: number;
  /** Sent more than once, and how many of these the database explains (tries) or kills allow. */
  copies: number;
  copiesAllowed: number;
  healedMs: number;
  faults: { lost: number; leaked: number; unpublished: number; publishedUnseen: number; changedBodies: number };
};

/** What a kill may send twice: a batch of each of the sender's two loops in both layers, a receive of each of the external publisher's four. */
const COPIES_A_KILL = 2 * 2 * LARGEST_BATCH + 4 * 10;

/**
 * Kills a real worker process without warning, again and again, while events flow through the domain and through the SQL
 * function; every fifth action is rolled back. Then lets one live until all is published, and compares what was committed,
 * what is recorded, and what a witness on both topics saw.
 */
export async function killWorkerWhileEventsFlow(settings: KillWorkerSettings): Promise<KillWorkerResult> {
  const { ownerUrl, workerUrl, prefix, kills, unpublishedAfterMs } = settings;
  const { topics: arns, witness } = await makeWitnessedTopology(ownerUrl, prefix);
  const env = {
    WORKER_DATABASE_URL: workerUrl,
    INTERNAL_TOPIC_ARN: arns.internal,
    EXTERNAL_TOPIC_ARN: arns.external,
    UNPUBLISHED_AFTER_MS: String(unpublishedAfterMs),
    QUEUE_PREFIX: prefix,
    DEMO: "",
  };
  const flow = startFlow(settings, arns);
  let worker = await startWorkerProcess(env);
  for (let n = 0; n < kills; n += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 900));
    await worker.kill();
    worker = await startWorkerProcess(env);
  }
  const { committed, rolledBack } = await flow.stop();
  const owner = postgres(ownerUrl, { max: 1 });
  try {
    const healing = performance.now();
    await waitUntil(
      "nothing waits any more",
      async () => {
        const [row] = await owner<{ n: number }[]>`select count(*)::int as n from event.pending`;
        return row?.n === 0;
      },
      60_000,
    );
    const healedMs = Math.round(performance.now() - healing);
    await worker.stop();
    const compared = await compare(owner, { witness, committed, rolledBack });
    const copiesAllowed = compared.detectorTries + kills * COPIES_A_KILL;
    const { messages, copies, faults } = compared;
    return {
      committed: committed.length,
      rolledBack: rolledBack.length,
      kills,
      messages,
      copies,
      copiesAllowed,
      healedMs,
      faults,
    };
  } finally {
    await worker.kill();
    await owner.end();
  }
}

type Flow = { stop(): Promise<{ committed: string[]; rolledBack: string[] }> };

function startFlow(
  { ownerUrl, eventsPerSecond }: KillWorkerSettings,
  arns: { internal: string; external: string },
): Flow {
  const db = connect({ url: ownerUrl, name: "test flow", max: 8 });
  const owner = postgres(ownerUrl, { max: 4 });
  const topics = topicClients(arns);
  const { layer, drain } = connectFirstLayer(db, topics);
  const committed: string[] = [];
  const rolledBack: string[] = [];
  const acting = new Set<Promise<void>>();
  let n = 0;
  const timer = setInterval(() => {
    n += 1;
    const act =
      n % 2 ? actInDomain(db, layer, n % 5 === 0) : recordEvent(owner).then((id) => ({ id, isCommitted: true }));
    const noted = act.then(({ id, isCommitted }) => void (isCommitted ? committed : rolledBack).push(id));
    acting.add(noted);
    void noted.finally(() => acting.delete(noted));
  }, 1000 / eventsPerSecond);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(acting);
      await drain();
      topics.close();
      await Promise.all([db.$client.end(), owner.end()]);
      return { committed, rolledBack };
    },
  };
}

async function actInDomain(db: Db, layer: ReturnType<typeof connectFirstLayer>["layer"], isToFail: boolean) {
  let id = "";
  const changed = { memberId: "m-1", action: "thing.changed", attributes: { note: { to: "x" } } };
  try {
    await domainTransaction(db, layer, async (_tx, raise) => {
      id = await raise(changed);
      if (isToFail) throw new Error("asked to roll back");
    });
    return { id, isCommitted: true };
  } catch {
    return { id, isCommitted: false };
  }
}

async function compare(
  owner: postgres.Sql,
  { witness, committed, rolledBack }: { witness: string; committed: string[]; rolledBack: string[] },
) {
  const seen = await drainOnce(witness, committed.length * 2);
  const bodies = new Map<string, Set<string>>();
  for (const { message } of seen) {
    if (message === null) continue;
    const key = `${message.event.eventId} ${message.layer}`;
    bodies.set(key, (bodies.get(key) ?? new Set()).add(message.body));
  }
  const wanted = committed.flatMap((id) => [`${id} internal`, `${id} external`]);
  const published = await owner<{ key: string }[]>`
    select event_id || case layer when 1 then ' internal' else ' external' end as key from event.publication`;
  const isPublished = new Set(published.map(({ key }) => key));
  const stored = await owner<{ id: string }[]>`select id from event.member_event where id = any(${rolledBack}::uuid[])`;
  const [tries] = await owner<{ n: number }[]>`select count(*)::int as n from event.attempt where cause = 'detector'`;
  return {
    messages: seen.length,
    copies: seen.length - bodies.size,
    detectorTries: tries?.n ?? 0,
    faults: {
      lost: wanted.filter((key) => !bodies.has(key)).length,
      leaked: stored.length + rolledBack.filter((id) => bodies.has(`${id} internal`)).length,
      unpublished: wanted.filter((key) => !isPublished.has(key)).length,
      publishedUnseen: [...isPublished].filter((key) => !bodies.has(key)).length,
      changedBodies: [...bodies.values()].filter((texts) => texts.size > 1).length,
    },
  };
}
