import type { Sql } from "postgres";
import { domainTransaction } from "../../application-events/domain-transaction.ts";
import { connect } from "../../db.ts";
import { topicClients } from "../../messaging/topic-clients.ts";
import { connectFirstLayer } from "../../wiring.ts";
import { makeWitnessedTopology } from "../topology.ts";
import { waitUntil } from "../wait-until.ts";
import { startWorkerProcess } from "../worker-process.ts";
import { type SnsProxy, startSnsProxy } from "./sns-proxy.ts";

/** What is wrong with SNS during a phase; the last one with its external topic alone. */
export const phases = ["well", "away", "refuses", "hangs", "external hangs"] as const;
export type Phase = (typeof phases)[number];

/** What a phase did; milliseconds, null where nothing was there to measure. */
export type PhaseResult = {
  phase: Phase;
  events: number;
  writeP50: number;
  writeP99: number;
  /** From stored to recorded in the internal layer, of what was recorded while the phase lasted. */
  internalLagP50: number | null;
  namedMs: number | null;
  drainedMs: number;
  copiesOutside: number;
};

type Settings = { ownerUrl: string; workerUrl: string; prefix: string; perSecond: number; seconds: number };

/**
 * Lets members act at a steady rate, each with one event told to both layers, while SNS goes through all phases, so many rounds;
 * a real worker process does the rest. Before the next phase everything is recorded.
 *
 * @param report told each phase as it ends.
 */
export async function runOutageRounds(
  owner: Sql,
  rounds: number,
  settings: Settings,
  report: (result: PhaseResult) => void,
): Promise<PhaseResult[]> {
  const { ownerUrl, workerUrl, prefix } = settings;
  const sns = process.env.AWS_ENDPOINT_URL_SNS ?? "";
  const { topics: arns } = await makeWitnessedTopology(ownerUrl, prefix);
  let proxy = await startSnsProxy(sns);
  const port = Number(new URL(proxy.url).port);
  process.env.AWS_ENDPOINT_URL_SNS = proxy.url;
  const env = { INTERNAL_TOPIC_ARN: arns.internal, EXTERNAL_TOPIC_ARN: arns.external, QUEUE_PREFIX: prefix, DEMO: "" };
  const worker = await startWorkerProcess({ WORKER_DATABASE_URL: workerUrl, ...env });
  const db = connect({ url: ownerUrl, name: "bench", max: 8, plans: "generic" });
  const topics = topicClients(arns);
  const { layer, drain } = connectFirstLayer(db, topics);
  const act = () =>
    domainTransaction(db, layer, async (_tx, raise) => {
      await raise({
        memberId: `m-${Math.floor(Math.random() * 1000)}`,
        action: "thing.changed",
        attributes: { note: { to: "x" } },
      });
    });

  async function runPhase(phase: Phase): Promise<PhaseResult> {
    const from = await now(owner);
    const began = performance.now();
    if (phase === "away") await proxy.stop();
    else Object.assign(proxy, faultOf(phase, arns.external));
    const named = phase === "well" ? Promise.resolve(null) : timeUntilNamed(owner, began, settings.seconds);
    const took = await actAtRate(act, settings);
    const lag = await internalLag(owner, from);
    const namedMs = await named;
    if (phase === "away") proxy = await startSnsProxy(sns, port);
    Object.assign(proxy, { mode: "forward", topic: null } satisfies Partial<SnsProxy>);
    const mended = performance.now();
    await waitUntil("all recorded", async () => (await owner`select from event.pending limit 1`).length === 0, 120_000);
    const drainedMs = Math.round(performance.now() - mended);
    await waitUntil(
      "no outage",
      async () =>
        (await owner`select from event.outage where seen_at > clock_timestamp() - interval '30 seconds'`).length === 0,
    );
    const sorted = took.sort((a, b) => a - b);
    return {
      phase,
      events: sorted.length,
      writeP50: at(sorted, 0.5),
      writeP99: at(sorted, 0.99),
      internalLagP50: lag,
      namedMs,
      drainedMs,
      copiesOutside: await triesBeyondOne(owner, from),
    };
  }

  try {
    // What is compiled and planned only once is nobody's figure.
    await actAtRate(act, { perSecond: settings.perSecond, seconds: 3 });
    const results: PhaseResult[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const phase of phases) {
        const result = await runPhase(phase);
        report(result);
        results.push(result);
      }
    }
    return results;
  } finally {
    await drain();
    await worker.stop();
    topics.close();
    await Promise.all([db.$client.end(), proxy.stop()]);
  }
}

function faultOf(phase: Phase, externalArn: string): Partial<SnsProxy> {
  if (phase === "refuses") return { mode: "refuse", topic: null };
  if (phase === "hangs") return { mode: "hang", topic: null };
  if (phase === "external hangs") return { mode: "hang", topic: externalArn };
  return { mode: "forward", topic: null };
}

/** Acts at a steady rate, whether earlier acts have answered or not; gives what each took. */
async function actAtRate(
  act: () => Promise<void>,
  { perSecond, seconds }: Pick<Settings, "perSecond" | "seconds">,
): Promise<number[]> {
  const acting: Promise<number>[] = [];
  const timed = async () => {
    const began = performance.now();
    await act();
    return performance.now() - began;
  };
  const began = performance.now();
  while (performance.now() - began < seconds * 1000) {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond);
    while (acting.length < due) acting.push(timed());
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return Promise.all(acting);
}

async function timeUntilNamed(owner: Sql, began: number, limitS: number): Promise<number | null> {
  while (performance.now() - began < limitS * 1000) {
    if ((await owner`select from event.outage limit 1`).length > 0) return Math.round(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return null;
}

async function internalLag(owner: Sql, from: string): Promise<number | null> {
  const [row] = await owner<{ ms: number | null }[]>`
    select round(percentile_cont(0.5) within group (order by extract(epoch from p.published_at - e.stored_at)::float8 * 1000)) as ms
      from event.publication p join event.member_event e on e.id = p.event_id
     where p.layer = 1 and e.stored_at >= ${from}::timestamptz`;
  return row?.ms ?? null;
}

/** Sendings of the sender beyond the first, to the external topic: at most one for each answer that was lost. */
async function triesBeyondOne(owner: Sql, from: string): Promise<number> {
  const [row] = await owner<{ n: number }[]>`
    select coalesce(sum(n - 1), 0)::int as n
      from (select count(*) as n from event.attempt where layer = 2 and at >= ${from}::timestamptz and error is null group by event_id) sent`;
  return row?.n ?? 0;
}

async function now(owner: Sql): Promise<string> {
  const [row] = await owner<{ at: string }[]>`select clock_timestamp()::text as at`;
  return row?.at ?? "";
}

function at(sorted: readonly number[], share: number): number {
  return Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
}
