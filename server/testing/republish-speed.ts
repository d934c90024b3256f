import postgres from "postgres";
import { connect } from "../db.ts";
import type { OutgoingMessage } from "../messaging/message.ts";
import { topicClients } from "../messaging/topic-clients.ts";
import { createJob } from "../republish/order/create-job.ts";
import { freezeJobs } from "../republish/order/freeze-jobs.ts";
import { findJob } from "../republish/outcome/find-job.ts";
import { runJobs } from "../republish/run/run-jobs.ts";
import { registerWorkerSubscribers } from "../workers/worker-subscribers.ts";
import { makeActor } from "./actors.ts";
import type { Goal } from "./bench-result.ts";
import { makeOrder, storeMany } from "./republish-jobs.ts";
import { startSnsStandIn } from "./sns-stand-in.ts";

const EVENTS = 6000;
const ROUNDS = 3;
const CONCURRENCY = 4;
const topicArns = {
  internal: "arn:aws:sns:us-east-1:000000000000:internal",
  external: "arn:aws:sns:us-east-1:000000000000:external",
};

/** Messages a second of a bare PublishBatch loop and of a job, in turns, against an SNS that answers after a while. */
export async function measureSpeed({ ownerUrl, workerUrl }: { ownerUrl: string; workerUrl: string }): Promise<{
  found: Record<string, unknown>;
  goals: Goal[];
}> {
  const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} });
  const web = connect({ url: ownerUrl, name: "bench", max: 2, plans: "custom" });
  const worker = connect({ url: workerUrl, name: "bench worker", max: 4, plans: "generic" });
  await registerWorkerSubscribers(web, "bench-");
  await owner`insert into republish.limit_change (deliveries, reason, proposed_by, confirmed_at)
    select 1000000000, 'bench', a.id, clock_timestamp() from (select ${(await makeActor(owner, "admin")).accountId}::uuid as id) a`;
  const found: Record<string, unknown> = {};
  try {
    for (const answersAfterMs of [25, 0]) {
      const rounds: { bare: number; job: number }[] = [];
      for (let n = 0; n < ROUNDS; n += 1) {
        rounds.push({
          bare: await speedOf(answersAfterMs, (url) => sendBare(url)),
          job: await speedOf(answersAfterMs, (url) => sendJob(url, { owner, web, worker })),
        });
      }
      const ratios = rounds.map(({ bare, job }) => job / bare).sort((a, b) => a - b);
      found[`answer after ${answersAfterMs} ms`] = { rounds, ratio: ratios[Math.floor(ratios.length / 2)] };
    }
  } finally {
    await Promise.all([owner.end(), web.$client.end(), worker.$client.end()]);
  }
  const waiting = found["answer after 25 ms"];
  const ratio = typeof waiting === "object" && waiting !== null && "ratio" in waiting ? Number(waiting.ratio) : 0;
  const name = "sent a second, of a bare PublishBatch loop (SNS answers after 25 ms)";
  return {
    found,
    goals: [{ name, measured: Number(ratio.toFixed(3)), allowed: 0.9, unit: "of 1", isMet: ratio >= 0.9 }],
  };
}

type Sent = { beganAt: number };

async function speedOf(answersAfterMs: number, send: (url: string) => Promise<Sent>): Promise<number> {
  const sns = await startSnsStandIn({ answersAfterMs });
  try {
    const { beganAt } = await send(sns.url);
    if (sns.seen.size !== EVENTS) throw new Error(`${EVENTS} were to be sent, ${sns.seen.size} came`);
    return Math.round((EVENTS * 1000) / (sns.lastAt - beganAt));
  } finally {
    await sns.stop();
  }
}

async function sendBare(url: string): Promise<Sent> {
  process.env.AWS_ENDPOINT_URL_SNS = url;
  const topics = topicClients(topicArns);
  const messages = Array.from({ length: EVENTS }, (_, n): OutgoingMessage => {
    const eventId = `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
    const text = (Value: string) => ({ Type: "String", Value });
    const body = JSON.stringify({ eventId, memberId: "m-1", action: "thing.changed", padding: "x".repeat(300) });
    return { eventId, body, attributes: { layer: text("internal"), action: text("thing.changed"), target: text("x") } };
  });
  const beganAt = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (next < messages.length) {
        const from = next;
        next += 10;
        await topics.publishBatch("internal", messages.slice(from, from + 10));
      }
    }),
  );
  topics.close();
  return { beganAt };
}

async function sendJob(
  url: string,
  { owner, web, worker }: { owner: postgres.Sql; web: ReturnType<typeof connect>; worker: ReturnType<typeof connect> },
): Promise<Sent> {
  process.env.AWS_ENDPOINT_URL_SNS = url;
  const topics = topicClients(topicArns);
  const eventIds = await storeMany(owner, EVENTS);
  // Spread over members, as they are: a few members alone would be sent one after the other, by order.
  await owner`update event.member_event set member_id = 'm-' || substr(id::text, 25) where id = any(${eventIds}::uuid[])`;
  const actor = await makeActor(owner, "admin");
  const { jobId } = await createJob(
    web,
    actor,
    makeOrder({ selection: { eventIds }, target: "external-publisher", rate: 10_000 }),
  );
  await freezeJobs(web);
  await owner`update republish.job set state = 'waiting' where id = ${jobId}`;
  const beganAt = performance.now();
  await runJobs(worker, { topics });
  const { state } = await findJob(web, jobId);
  if (state !== "done") throw new Error(`the job is ${state}`);
  topics.close();
  return { beganAt };
}
