import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { domainTransaction, type FirstLayer } from "../../application-events/domain-transaction.ts";
import { connect, type Db } from "../../db.ts";
import { readEnv } from "../../env.ts";
import { joinMember } from "../../members/join-member.ts";
import { removeIdentityVerification } from "../../members/remove-identity-verification.ts";
import { type Queues, queueClients } from "../../messaging/queues.ts";
import { type Topics, topicClients } from "../../messaging/topic-clients.ts";
import { createJob } from "../../republish/order/create-job.ts";
import { runJobs } from "../../republish/run/run-jobs.ts";
import { createServiceToken } from "../../subscribers/create-service-token.ts";
import { registerSubscriber } from "../../subscribers/register-subscriber.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { useMessaging } from "../../testing/messaging.ts";
import { type ServedRoute, serveRoute } from "../../testing/serve-route.ts";
import { makeTopology } from "../../testing/topology.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import { wireFirstLayer } from "../../wiring.ts";
import { runExternalPublisher } from "../../workers/external-publisher.ts";
import { runRecorder } from "../../workers/recorder.ts";
import { migrateDemo } from "../migrate-demo.ts";
import { memberDetailsClient } from "../outside/member-system-client.ts";
import { runOutsideSystem } from "../outside/run-outside-system.ts";
import { latestSchema } from "./ask-member-details.ts";
import { familyAccountEntry, familyAccountScope } from "./family-account-entry.ts";
import type { WithdrawRule } from "./family-parts.ts";
import { handleAsFamily } from "./handle-as-family.ts";
import { isUnverified } from "./withdraw-unverified.ts";

const database = useDatabase();
const messaging = useMessaging();
const stop = new AbortController();
const context = { deviceId: "phone-1", ip: "192.0.2.7", channel: "app" } as const;
let running: Promise<unknown>;
let worker: Db;
let web: Db;
let family: Db;
let topics: Topics;
let queues: Queues;
let layer: FirstLayer;
let detailsApi: ServedRoute;

/** What the family account system goes by now; the tests change it, as a release of that system would. */
let rule: WithdrawRule = isUnverified;

beforeAll(async () => {
  await migrateDemo(database.url());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, familyAccountEntry(messaging.prefix));
  const token = await createServiceToken(owner, { subscriberId: "family-account", scope: familyAccountScope });
  await owner.$client.end();
  const arns = await makeTopology(database.url(), messaging.prefix);

  Object.assign(process.env, {
    DATABASE_URL: database.url("web"),
    SESSION_SECRET: "not secret in a test",
    INTERNAL_TOPIC_ARN: arns.internal,
    EXTERNAL_TOPIC_ARN: arns.external,
  });
  detailsApi = await serveDetailsApi();
  worker = connect({ url: database.url("worker"), name: "test", max: 8 });
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  family = connect({ url: database.url("family_account"), name: "test", max: 2 });
  topics = topicClients(arns);
  queues = queueClients();
  layer = wireFirstLayer(async (message) => void (await topics.publishOne("internal", message)));

  const env = readEnv("worker", {
    WORKER_DATABASE_URL: database.url("worker"),
    QUEUE_PREFIX: messaging.prefix,
    INTERNAL_TOPIC_ARN: arns.internal,
    EXTERNAL_TOPIC_ARN: arns.external,
  });
  const parts = { env, db: worker, topics, queues, signal: stop.signal };
  const askLatest = memberDetailsClient({ publicUrl: detailsApi.url, token }, latestSchema);
  const handle = handleAsFamily({
    db: family,
    askLatest,
    object: () => Promise.reject(new Error("nobody withdraws here")),
    tell: async () => undefined,
    mustWithdraw: (latest) => rule(latest),
  });
  const { queueName } = familyAccountEntry(messaging.prefix);
  const familyAccount = {
    name: "family account",
    db: family,
    queues,
    queueName,
    handle,
    isMemberSystemUp: async () => undefined,
  };
  running = Promise.all([
    runExternalPublisher(parts),
    runRecorder(parts),
    runOutsideSystem(familyAccount, stop.signal),
  ]);
});
afterAll(async () => {
  stop.abort();
  await running;
  topics.close();
  queues.close();
  const { webDatabase } = await import("../../trpc/process/web-database.ts");
  await Promise.all([worker, web, family, webDatabase()].map((db) => db.$client.end()));
  await detailsApi.stop();
});

/** The product's own route, on a port of its own. */
async function serveDetailsApi(): Promise<ServedRoute> {
  const { GET } = await import("../../../app/api/members/[memberId]/route.ts");
  return serveRoute((request) => {
    const memberId = decodeURIComponent(new URL(request.url).pathname.split("/").at(-1) ?? "");
    return GET(request, { params: Promise.resolve({ memberId }) });
  });
}

async function joinFamily(): Promise<string> {
  const given = { name: "A", phone: "010-0123-4567", email: "a@example.com", address: "A B", identityVerified: true };
  const memberId = await domainTransaction(worker, layer, (tx, raise) => joinMember(tx, raise, { given, context }));
  await database.owner()`insert into family_account.family_member (member_id, family_id) values (${memberId}, 1)`;
  return memberId;
}

/** Removes the identity verification; gives the event's id. */
async function removeVerification(memberId: string): Promise<string> {
  await domainTransaction(worker, layer, (tx, raise) => removeIdentityVerification(tx, raise, { memberId, context }));
  return newestEventOf(memberId);
}

async function newestEventOf(memberId: string): Promise<string> {
  const [event] = await database.owner()<{ id: string }[]>`
    select id from event.member_event where member_id = ${memberId} order by id desc limit 1`;
  return event?.id ?? "";
}

async function handlings(eventId: string): Promise<{ delivery: string; outcome: string }[]> {
  return database.owner()<{ delivery: string; outcome: string }[]>`
    select delivery, outcome from family_account.inbox where event_id = ${eventId} order by handled_at`;
}

async function isInFamily(memberId: string): Promise<boolean> {
  const rows = await database.owner()`
    select from family_account.family_member where member_id = ${memberId} and withdrawn_at is null`;
  return rows.length > 0;
}

const handledTimes = (eventId: string, times: number) =>
  waitUntil(`${times} handlings`, async () => (await handlings(eventId)).length >= times);

test("a member whose identity verification was removed leaves the family, and the member system knows nothing of it", async () => {
  const memberId = await joinFamily();
  const eventId = await removeVerification(memberId);
  await handledTimes(eventId, 1);
  expect(await handlings(eventId)).toEqual([{ delivery: "live", outcome: "withdrawn" }]);
  expect(await isInFamily(memberId)).toBe(false);
  const [asked] = await database.owner()`
    select login, member_ids, result from staff.access_record where act = 'details-api' and ${memberId} = any(member_ids)`;
  expect(asked).toEqual({ login: "service:family-account", member_ids: [memberId], result: "shown" });
});

test("what counts is the latest state, not the event: who is verified again meanwhile stays", async () => {
  const memberId = await joinFamily();
  await domainTransaction(worker, layer, async (tx, raise) => {
    await removeIdentityVerification(tx, raise, { memberId, context });
    await tx.execute(sql`update member.member set identity_verified_at = clock_timestamp() where id = ${memberId}`);
  });
  const eventId = await newestEventOf(memberId);
  await handledTimes(eventId, 1);
  expect(await handlings(eventId)).toEqual([{ delivery: "live", outcome: "kept" }]);
  expect(await isInFamily(memberId)).toBe(true);
});

test("handled wrongly, republished, handled again", async () => {
  const memberId = await joinFamily();
  rule = () => false;
  const eventId = await removeVerification(memberId);
  await handledTimes(eventId, 1);
  expect(await isInFamily(memberId)).toBe(true);

  rule = isUnverified;
  const admin = await makeActor(database.owner(), "admin");
  const selection = { eventIds: [eventId] };
  const order = { idempotencyKey: randomUUID(), selection, layer: "external", target: "family-account" } as const;
  const { jobId } = await createJob(web, admin, {
    ...order,
    reason: "the family account kept an unverified member",
  });
  await runJobs(worker, { topics });
  await handledTimes(eventId, 2);
  expect(await handlings(eventId)).toEqual([
    { delivery: "live", outcome: "kept" },
    { delivery: jobId, outcome: "withdrawn" },
  ]);
  expect(await isInFamily(memberId)).toBe(false);
});

test("a message that comes twice is handled once", async () => {
  const memberId = await joinFamily();
  const eventId = await removeVerification(memberId);
  await handledTimes(eventId, 1);
  const [stored] = await database.owner()<
    { body: string; attributes: Record<string, { Type: string; Value: string }> }[]
  >`
    select event.external_body(e.id, e.member_id, a.name, e.version, e.attributes) as body, event.message_attributes_of('external', a.name, e.attributes, v.promoted, e.message_attributes) as attributes
      from event.member_event e join event.action a on a.id = e.action_id join event.action_version v on v.action_id = a.id and v.version = e.version where e.id = ${eventId}`;
  if (!stored) throw new Error("the event is gone");
  const other = await removeVerification(await joinFamily());
  await topics.publishOne("external", { eventId, ...stored });
  const last = await removeVerification(await joinFamily());
  await handledTimes(other, 1);
  await handledTimes(last, 1);
  await waitUntil("an empty queue", async () => {
    const { waiting, inFlight } = await queues.counts(familyAccountEntry(messaging.prefix).queueName);
    return waiting + inFlight === 0;
  });
  const asked = await database.owner()`
    select from staff.access_record where act = 'details-api' and ${memberId} = any(member_ids)`;
  expect(asked).toHaveLength(1);
});

test("the account of the family account system sees neither members nor events", async () => {
  await expect(family.execute("select from member.member")).rejects.toThrow();
  await expect(family.execute("select from event.member_event")).rejects.toThrow();
});
