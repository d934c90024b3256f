import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { domainTransaction, type FirstLayer } from "../application-events/domain-transaction.ts";
import { connect, type Db } from "../db.ts";
import { readEnv } from "../env.ts";
import type { ActContext } from "../members/act-context.ts";
import { joinMember } from "../members/join-member.ts";
import { requestWithdrawal } from "../members/request-withdrawal.ts";
import { type Queues, queueClients } from "../messaging/queues.ts";
import { type Topics, topicClients } from "../messaging/topic-clients.ts";
import { createServiceToken } from "../subscribers/create-service-token.ts";
import { registerSubscriber } from "../subscribers/register-subscriber.ts";
import { useDatabase } from "../testing/database.ts";
import { useMessaging } from "../testing/messaging.ts";
import { type ServedRoute, serveRoute } from "../testing/serve-route.ts";
import { makeTopology } from "../testing/topology.ts";
import { waitUntil } from "../testing/wait-until.ts";
import { wireFirstLayer } from "../wiring.ts";
import { runDeferredTasks } from "../workers/deferred-tasks.ts";
import { runExternalPublisher } from "../workers/external-publisher.ts";
import { runPolicies } from "../workers/policies.ts";
import { runSender } from "../workers/sender.ts";
import { latestSchema } from "./family-account/ask-member-details.ts";
import { familyAccountEntry, familyAccountScope } from "./family-account/family-account-entry.ts";
import { handleAsFamily } from "./family-account/handle-as-family.ts";
import { familyHistory } from "./family-account/record-family-event.ts";
import { migrateDemo } from "./migrate-demo.ts";
import { memberDetailsClient, objectionClient } from "./outside/member-system-client.ts";
import { runOutsideSystem } from "./outside/run-outside-system.ts";
import { directoryDrop } from "./partner/partner-drop.ts";
import { partnerReporterEntry, partnerReporterScope } from "./partner/partner-reporter-entry.ts";
import { partnerLatestSchema, reportEvent } from "./partner/report-event.ts";

const database = useDatabase();
const messaging = useMessaging();
const stop = new AbortController();
const directory = mkdtempSync(join(tmpdir(), "memberscope-saga-"));
const context: ActContext = { deviceId: "phone-1", ip: "192.0.2.7", channel: "app" };
const pools: Db[] = [];
let running: Promise<unknown>;
let topics: Topics;
let queues: Queues;
let layer: FirstLayer;
let worker: Db;
let api: ServedRoute;

function pool(url: string, max = 2): Db {
  const db = connect({ url, name: "test", max });
  pools.push(db);
  return db;
}

beforeAll(async () => {
  await migrateDemo(database.url());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, familyAccountEntry(messaging.prefix));
  await registerSubscriber(owner, partnerReporterEntry(messaging.prefix));
  const familyToken = await createServiceToken(owner, { subscriberId: "family-account", scope: familyAccountScope });
  const partnerToken = await createServiceToken(owner, {
    subscriberId: "partner-reporter",
    scope: partnerReporterScope,
  });
  await owner.$client.end();
  const arns = await makeTopology(database.url(), messaging.prefix);
  Object.assign(process.env, {
    DATABASE_URL: database.url("web"),
    INTERNAL_TOPIC_ARN: arns.internal,
    EXTERNAL_TOPIC_ARN: arns.external,
  });
  api = await serveApi();
  worker = pool(database.url("worker"), 10);
  topics = topicClients(arns);
  queues = queueClients();
  layer = wireFirstLayer(async (message) => void (await topics.publishOne("internal", message)));
  const env = readEnv("worker", {
    WORKER_DATABASE_URL: database.url("worker"),
    QUEUE_PREFIX: messaging.prefix,
    INTERNAL_TOPIC_ARN: arns.internal,
    EXTERNAL_TOPIC_ARN: arns.external,
  });
  const { signal } = stop;
  const parts = { env, db: worker, topics, queues, signal };
  running = Promise.all([
    ...[runExternalPublisher, runPolicies, runDeferredTasks, runSender].map((run) => run(parts)),
    runOutsideSystem(family(familyToken), signal),
    runOutsideSystem(partner(partnerToken), signal),
  ]);
});
afterAll(async () => {
  stop.abort();
  await running;
  topics.close();
  queues.close();
  const { webDatabase } = await import("../trpc/process/web-database.ts");
  await Promise.all([...pools, webDatabase()].map((db) => db.$client.end()));
  await api.stop();
  rmSync(directory, { recursive: true });
});

/** The product's own two routes, on a port of their own. */
async function serveApi(): Promise<ServedRoute> {
  const { GET } = await import("../../app/api/members/[memberId]/route.ts");
  const { POST } = await import("../../app/api/members/[memberId]/objections/route.ts");
  return serveRoute((request) => {
    const [, memberId = ""] = /^\/api\/members\/([^/]+)/.exec(new URL(request.url).pathname) ?? [];
    const params = Promise.resolve({ memberId: decodeURIComponent(memberId) });
    return request.method === "POST" ? POST(request, { params }) : GET(request, { params });
  });
}

function family(token: string) {
  const db = pool(database.url("family_account"));
  const memberSystem = { publicUrl: api.url, token };
  const handle = handleAsFamily({
    db,
    askLatest: memberDetailsClient(memberSystem, latestSchema),
    object: objectionClient(memberSystem),
    tell: familyHistory(pool(database.url("domain_writer"))),
  });
  const { queueName } = familyAccountEntry(messaging.prefix);
  return { name: "family account", db, queues, queueName, handle, isMemberSystemUp: async () => undefined };
}

function partner(token: string) {
  const db = pool(database.url("partner_reporter"));
  const memberSystem = { publicUrl: api.url, token };
  const handle = reportEvent({
    db,
    askLatest: memberDetailsClient(memberSystem, partnerLatestSchema),
    object: objectionClient(memberSystem),
    drop: directoryDrop(directory),
  });
  const { queueName } = partnerReporterEntry(messaging.prefix);
  return { name: "partner reporter", db, queues, queueName, handle, isMemberSystemUp: async () => undefined };
}

/** A family of two; the first holds it. */
async function joinFamily(): Promise<[string, string]> {
  const given = { name: "A", phone: "010-0123-4567", email: "a@example.com", address: "A B", identityVerified: true };
  const join = () => domainTransaction(worker, layer, (tx, raise) => joinMember(tx, raise, { given, context }));
  const both: [string, string] = [await join(), await join()];
  const [row] = await database.owner()<
    { id: string }[]
  >`select coalesce(max(family_id), 0) + 1 as id from family_account.family_member`;
  for (const memberId of both) {
    await database.owner()`insert into family_account.family_member (member_id, family_id) values (${memberId}, ${row?.id ?? 1})`;
  }
  return both;
}

const request = (memberId: string, objectionTimeMs: number) =>
  domainTransaction(worker, layer, (tx, raise) => requestWithdrawal(tx, raise, { memberId, objectionTimeMs, context }));

async function story(requestEventId: string) {
  const rows = await database.owner()<{ action: string; by: string | null }[]>`
    select s.action, coalesce(s.attributes -> 'objector' ->> 'to', s.attributes -> 'reason' ->> 'to') as by
      from event.member_event_status s where s.correlation_id = ${requestEventId} order by s.id`;
  return rows.map(({ action, by }) => (by === null ? action : `${action}: ${by}`));
}

const storyHas = (requestEventId: string, action: string) =>
  waitUntil(action, async () => (await story(requestEventId)).some((line) => line.startsWith(action)), 25_000);

const isInFamily = async (memberId: string) =>
  (
    await database.owner()`select from family_account.family_member where member_id = ${memberId} and withdrawn_at is null`
  ).length > 0;

test("nobody objects: both let go, and when the time is over the member withdraws", async () => {
  const [, second] = await joinFamily();
  const requestEventId = await request(second, 2500);
  await storyHas(requestEventId, "withdrawal.completed");
  await storyHas(requestEventId, "family-account.left");
  expect((await story(requestEventId)).sort()).toEqual([
    "family-account.left: withdrawal",
    "withdrawal.completed",
    "withdrawal.requested",
  ]);
  expect(await isInFamily(second)).toBe(false);
});

test("the family account refuses for whoever holds a family: the withdrawal is taken back", async () => {
  const [first] = await joinFamily();
  const requestEventId = await request(first, 60_000);
  await storyHas(requestEventId, "withdrawal.taken-back");
  expect(await story(requestEventId)).toEqual([
    "withdrawal.requested",
    "withdrawal.objected: family-account",
    "withdrawal.taken-back: objection",
  ]);
  expect(await isInFamily(first)).toBe(true);
  // The partner was told of the wish, and is told of its end.
  await waitUntil("both lines", async () => {
    const lines =
      await database.owner()`select code from partner_reporter.line where member_id = ${first} and code in ('WR', 'WB')`;
    return lines.length === 2;
  });
});

test("the partner refuses after the family account has let go: the member is in the family again, all in one story", async () => {
  const [, second] = await joinFamily();
  writeFileSync(join(directory, "HOLD.txt"), `${second}\n`);
  const requestEventId = await request(second, 60_000);
  await storyHas(requestEventId, "withdrawal.taken-back");
  await waitUntil("the family account's answers", async () => {
    const outcomes = await database.owner()<{ outcome: string }[]>`
      select outcome from family_account.inbox where event_id in (select id from event.member_event where correlation_id = ${requestEventId})`;
    return outcomes.length === 2;
  });
  const told = await story(requestEventId);
  expect(told).toContain("withdrawal.objected: partner-reporter");
  // The family account may have been asked before or after the partner's objection was heard: either way the member is in.
  const left = told.filter((line) => line.startsWith("family-account.left")).length;
  await waitUntil(
    "the return",
    async () => (await story(requestEventId)).filter((line) => line === "family-account.joined").length === left,
  );
  expect(await isInFamily(second)).toBe(true);
  const [profile] = await database.owner()`select state from event.masked_profile(${second})`;
  expect(profile).toEqual({ state: "logged-out" });
});
