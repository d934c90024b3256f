import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { familyAccountEntry } from "../demo/family-account/family-account-entry.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import { partnerReporterEntry } from "../demo/partner/partner-reporter-entry.ts";
import { useDatabase } from "../testing/database.ts";
import { serveRoute } from "../testing/serve-route.ts";
import { createServiceToken } from "./create-service-token.ts";
import { objectToEvent } from "./object-to-event.ts";
import { registerSubscriber } from "./register-subscriber.ts";

const database = useDatabase();
let web: Db;
let family: string;
let partner: string;
let reader: string;
let memberId: string;
let requestEventId: string;

beforeAll(async () => {
  await migrateDemo(database.url());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, familyAccountEntry("test-"));
  await registerSubscriber(owner, partnerReporterEntry("test-"));
  family = await createServiceToken(owner, { subscriberId: "family-account", scope: ["objections"] });
  partner = await createServiceToken(owner, { subscriberId: "partner-reporter", scope: ["state", "objections"] });
  reader = await createServiceToken(owner, { subscriberId: "partner-reporter", scope: ["state"] });
  await owner.$client.end();
  web = connect({ url: database.url("web"), name: "test", max: 4 });
});
afterAll(() => web.$client.end());
beforeEach(async () => {
  memberId = `m-${randomUUID()}`;
  requestEventId = await record("withdrawal.requested", {
    membership: { to: "withdrawal-requested" },
    objectionsUntil: { to: "later" },
  });
});

async function record(action: string, attributes: object, story: string | null = null): Promise<string> {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, ${action}, ${JSON.stringify(attributes)}::text::jsonb, correlation_id => ${story}) id`;
  if (!row) throw new Error("nothing was stored");
  return row.id;
}

const object = (given: Partial<Parameters<typeof objectToEvent>[1]> = {}) =>
  objectToEvent(web, {
    token: family,
    memberId,
    eventId: requestEventId,
    reason: "others are in",
    ip: "192.0.2.9",
    ...given,
  });

async function objections() {
  return database.owner()`
    select id, attributes, causation_id, correlation_id from event.member_event_status
     where member_id = ${memberId} and action = 'withdrawal.objected' order by id`;
}

test("an objection is an event of the same story that names the objector, and the access is recorded", async () => {
  const answer = await object();
  expect(await objections()).toEqual([
    {
      id: answer.kind === "recorded" ? answer.eventId : null,
      attributes: { objector: { to: "family-account" }, reason: { to: "others are in" } },
      causation_id: requestEventId,
      correlation_id: requestEventId,
    },
  ]);
  const records = await database.owner()`
    select login, result from staff.access_record where act = 'objection' and ${memberId} = any(member_ids)`;
  expect([...records]).toEqual([{ login: "service:family-account", result: "done" }]);
});

test("said twice it is one, also when the story has ended meanwhile; another system's is another", async () => {
  const first = await object();
  expect(await object({ reason: "said in other words" })).toEqual(first);
  await object({ token: partner });
  expect(await objections()).toHaveLength(2);
  await record("withdrawal.taken-back", { membership: { to: "active" }, reason: { to: "objection" } }, requestEventId);
  expect(await object()).toEqual(first);
});

test("said at the same moment it is one", async () => {
  const answers = await Promise.all([object(), object(), object()]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await objections()).toHaveLength(1);
});

test("after the end it is refused and leaves nothing", async () => {
  await record("withdrawal.completed", { membership: { to: "withdrawn" } }, requestEventId);
  await expect(object()).rejects.toMatchObject({ code: "conflict", field: "eventId" });
  expect(await objections()).toEqual([]);
});

test("to what nobody asked for, or of another member, it is refused", async () => {
  const login = await record("member.logged-in", { status: { to: "logged-in" } });
  await expect(object({ eventId: login })).rejects.toMatchObject({ code: "bad-input" });
  await expect(object({ memberId: "somebody-else" })).rejects.toMatchObject({ code: "not-found" });
  await expect(object({ eventId: randomUUID() })).rejects.toMatchObject({ code: "not-found" });
});

test("nobody objects with a token that is unknown, and of one address one try a minute is on record", async () => {
  const tries = Array.from({ length: 5 }, () => object({ token: "memberscope_service_wrong", ip: "192.0.2.77" }));
  for (const answer of await Promise.all(tries)) expect(answer).toEqual({ kind: "unauthorized", refused: "unknown" });
  expect(await objections()).toEqual([]);
  const records = () => database.owner()`
    select login, act, result, account_id from staff.access_record where ip = '192.0.2.77'`;
  expect([...(await records())]).toEqual([
    { login: "service:unknown", act: "objection", result: "refused", account_id: null },
  ]);
  await object({ token: "memberscope_service_other", ip: "192.0.2.78" });
  for (let n = 0; n < 30; n += 1) await object({ token: "memberscope_service_other", ip: `198.51.100.${n}` });
  const [all] = await database.owner()`select count(*)::int n from staff.access_record where login = 'service:unknown'`;
  expect(all?.n).toBeGreaterThan(2);
  expect(all?.n).toBeLessThanOrEqual(20);
});

test("a token that may only read may not hold up what the member wants: refused, and recorded as that", async () => {
  await expect(object({ token: reader })).rejects.toMatchObject({ code: "forbidden" });
  expect(await objections()).toEqual([]);
  const records = await database.owner()`
    select result from staff.access_record where act = 'objection' and ${memberId} = any(member_ids)`;
  expect([...records]).toEqual([{ result: "refused" }]);
});

test("what looks personal in a reason is stored nowhere: not in the event, its message, or a search", async () => {
  await database.owner()`
    insert into member.member (id, name, phone, email) values (${memberId}, '김하늘', '010-9876-5432', 'sky@example.com')`;
  await object({
    reason: "김하늘 fights it: call +82 10-9876-5432, 010.9876.5432 or sky@example.com by 2026-12-01, case 20261128-7",
  });
  const [stored] = await objections();
  expect(stored?.attributes.reason).toEqual({
    to: "김** fights it: call ***, *** or ***@*** by 2026-12-01, case 20261128-7",
  });
});

test("over HTTP each answer has its status", async () => {
  const { POST } = await import("../../app/api/members/[memberId]/objections/route.ts");
  Object.assign(process.env, {
    DATABASE_URL: database.url("web"),
    INTERNAL_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:i",
    EXTERNAL_TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:e",
  });
  const served = await serveRoute((request) => POST(request, { params: Promise.resolve({ memberId }) }));
  const post = async (body: unknown, token = family) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
    return (await fetch(served.url, { method: "POST", headers, body: JSON.stringify(body) })).status;
  };
  try {
    const good = { eventId: requestEventId, reason: "others are in" };
    expect(await post(good)).toBe(201);
    expect(await post({ ...good, eventId: randomUUID() })).toBe(404);
    expect(await post({ ...good, reason: "" })).toBe(400);
    expect(await post({ ...good, reason: "x".repeat(301) })).toBe(400);
    expect(await post("not an object")).toBe(400);
    expect(await post(good, "wrong")).toBe(401);
    await record("withdrawal.completed", { membership: { to: "withdrawn" } }, requestEventId);
    expect(await post(good, partner)).toBe(409);
  } finally {
    await served.stop();
    const { webDatabase } = await import("../trpc/process/web-database.ts");
    await webDatabase().$client.end();
  }
});
