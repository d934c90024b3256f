import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { callSigned, signatureOf } from "../../messaging/call-signed.ts";
import { NO_PRIVATE_HOSTS, parsePrivateHosts } from "../../private-hosts.ts";
import type { Actor } from "../../staff/actor.ts";
import { registerHost, revokeHost } from "../../staff/settings/registered-hosts.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { selfSigned } from "../../testing/hosts/self-signed.ts";
import { insertTestSubscribers, makeNotedSet, makeOrder } from "../../testing/republish-jobs.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { createJob } from "../order/create-job.ts";
import { listItems } from "../outcome/list-items.ts";
import { planRepublish } from "../plan/plan-republish.ts";
import { answerHeldEvents } from "./answer-held-events.ts";
import { askHeldEvents, showHeldEvents } from "./ask-held-events.ts";

const database = useDatabase();
const { key, cert } = selfSigned("localhost");
let web: Db;
let worker: Db;
let admin: Actor;
let host: Server;
let hostId: string;
let secret: string;
/** What the host says, and what it was asked. */
let says: string;
let asked: { body: string; signature: string }[] = [];

beforeAll(async () => {
  await insertTestSubscribers(database);
  web = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  worker = connect({ url: database.url("worker"), name: "test", max: 1, plans: "generic" });
  host = createServer({ key, cert }, async (request, answer) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    asked.push({ body: Buffer.concat(parts).toString(), signature: String(request.headers["memberscope-signature"]) });
    answer.end(says);
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
});
beforeEach(async () => {
  asked = [];
  admin = await makeActor(database.owner(), "admin");
  await database.owner()`delete from republish.held_answer`;
  await database.owner()`delete from staff.registered_host`;
  const made = await registerHost(web, admin, { purpose: "held-events", url: "https://held.example.com/ids" });
  ({ id: hostId, secret } = made);
  // As if it had been registered: a name of loopback is none that an admin can register.
  await database.owner()`update staff.registered_host set url = ${`https://localhost:${(host.address() as AddressInfo).port}/ids`}`;
});
afterAll(async () => {
  host.closeAllConnections();
  host.close();
  await Promise.all([web.$client.end(), worker.$client.end()]);
});

const onOwnMachine = { privateHosts: parsePrivateHosts("127.0.0.0/8,::1") ?? NO_PRIVATE_HOSTS };
const onLoopback: typeof callSigned = (call, limits) => callSigned(call, { ...limits, ...onOwnMachine, ca: cert });
const hours = (n: number) => new Date(Date.now() - n * 3_600_000).toISOString();
const lastDay: Condition = { field: "occurred", operator: "between", values: [`${hours(24)}..`] };
const question = { subscriber: "external-publisher", layer: "internal" as const };

async function ask(given: Partial<Parameters<typeof askHeldEvents>[2]> = {}): Promise<string> {
  return (await askHeldEvents(web, admin, { hostId, ...question, conditions: [lastDay], ...given })).id;
}

test("the gap is what the subscriber should have received less what its host says it has, planned and ordered", async () => {
  const { ids, note: _note, selection, ...order } = await makeNotedSet(database.owner(), 10);
  const id = await ask();
  expect(await showHeldEvents(web, admin, { id })).toMatchObject({ state: "asked", isTaken: false, count: null });
  says = JSON.stringify({ eventIds: [...ids.slice(0, 7), ids[0]?.toUpperCase()] });
  expect(await answerHeldEvents(worker, onLoopback)).toBe(true);
  expect(await answerHeldEvents(worker, onLoopback)).toBe(false);
  expect(await showHeldEvents(web, admin, { id })).toMatchObject({ state: "answered", count: 7, fault: null });
  const gap = { ...selection, subscriber: question.subscriber, heldAnswer: id };
  const { count, token } = await planRepublish(web, admin, { ...order, selection: gap, rate: 10 });
  expect(count).toBe(3);
  const { jobId } = await createJob(web, admin, makeOrder({ ...order, selection: gap, planToken: token }));
  expect((await listItems(web, admin, { jobId })).items.map(({ eventId }) => eventId)).toEqual(ids.slice(7));
});

test("the host is told subscriber, layer and period, signed, and no member", async () => {
  says = '{"eventIds":[]}';
  const id = await ask();
  await answerHeldEvents(worker, onLoopback);
  const [call] = asked;
  const body = JSON.parse(call?.body ?? "");
  expect(body).toEqual({ askId: id, ...question, from: expect.any(String), to: expect.any(String) });
  expect(Date.parse(body.to) - Date.parse(body.from)).toBeGreaterThan(23 * 3_600_000);
  const [, t] = /^t=(\d+)/.exec(call?.signature ?? "") ?? [];
  expect(call?.signature).toBe(signatureOf(secret, call?.body ?? "", Number(t)));
  const [record] = await database.owner()`
    select what from staff.access_record where account_id = ${admin.accountId} and act = 'republish.ask-held'`;
  expect(record?.what).toMatchObject({ subscriber: question.subscriber, layer: "internal" });
});

test("of events outside of the period that was asked about nothing is known: they are no gap", async () => {
  const { ids: _ids, note: _note, selection, ...order } = await makeNotedSet(database.owner(), 4);
  says = '{"eventIds":[]}';
  const conditions = [{ ...lastDay, values: [`${hours(24)}..${hours(2)}`] }];
  const id = await ask({ conditions });
  await answerHeldEvents(worker, onLoopback);
  const gap = { ...selection, subscriber: question.subscriber, heldAnswer: id };
  expect((await planRepublish(web, admin, { ...order, selection: gap, rate: 10 })).count).toBe(0);
});

const faults: [string, string, string][] = [
  ["is no JSON", "<html>", "not-understood"],
  ["names no ids", '{"ids":[]}', "not-understood"],
  ["names what is no id", '{"eventIds":["7"]}', "not-understood"],
  ["names too many", JSON.stringify({ eventIds: Array.from({ length: 100_001 }, () => "7") }), "too-many"],
  ["is too large", " ".repeat(10 * 1024 * 1024 + 1), "too-large"],
];
test.each(faults)("an answer that %s is a fault, and no plan is made by it", async (_, text, fault) => {
  says = text;
  const id = await ask();
  await answerHeldEvents(worker, onLoopback);
  expect(await showHeldEvents(web, admin, { id })).toMatchObject({ state: "failed", fault, count: null });
  const selection = { subscriber: question.subscriber, heldAnswer: id };
  const plan = planRepublish(web, admin, { selection, layer: "internal", target: "ALL", rate: 10 });
  await expect(plan).rejects.toMatchObject({ code: "bad-input", field: "heldAnswer" });
});

test("a host of a private network is registered where it is allowed, and else refused with the way to allow it", async () => {
  const register = (url: string, allowed: string) =>
    registerHost(web, admin, { purpose: "held-events", url }, parsePrivateHosts(allowed) ?? NO_PRIVATE_HOSTS);
  const allowed = "held,10.20.0.0/16";
  await expect(register("https://10.21.0.1/ids", allowed)).rejects.toMatchObject({ code: "bad-input", field: "url" });
  await expect(register("https://other/ids", allowed)).rejects.toThrow(/PRIVATE_HOSTS/);
  await register("https://10.20.3.4/ids", allowed);
  await register("https://held:8443/ids", allowed);
  const registered = await database.owner()`select url from staff.registered_host order by id desc limit 2`;
  expect(registered.map(({ url }) => url)).toEqual(["https://held:8443/ids", "https://10.20.3.4/ids"]);
});

test("a private address and a revoked one are not called", async () => {
  const id = await ask();
  await answerHeldEvents(worker, (call, limits) => callSigned(call, { ...limits, ca: cert }));
  expect(await showHeldEvents(web, admin, { id })).toMatchObject({ state: "failed", fault: "private" });
  const later = await ask();
  await revokeHost(web, admin, { id: hostId });
  await answerHeldEvents(worker, onLoopback);
  expect(await showHeldEvents(web, admin, { id: later })).toMatchObject({ state: "failed", fault: "revoked" });
  expect(asked).toEqual([]);
});

test("a question without a beginning, a host for watches, a strange subscriber and an answer about another one are refused", async () => {
  await expect(ask({ conditions: [] })).rejects.toMatchObject({ field: "conditions" });
  const ahead = { ...lastDay, values: [`${hours(-24)}..`] };
  await expect(ask({ conditions: [ahead] })).rejects.toMatchObject({ field: "conditions" });
  await expect(ask({ subscriber: "nobody" })).rejects.toMatchObject({ field: "subscriber" });
  const watches = await registerHost(web, admin, { purpose: "watch", url: "https://hooks.example.com/other" });
  await expect(ask({ hostId: watches.id })).rejects.toMatchObject({ field: "hostId" });
  says = '{"eventIds":[]}';
  const id = await ask();
  const plan = (given: object) =>
    planRepublish(web, admin, { layer: "internal", target: "ALL", rate: 10, selection: { heldAnswer: id, ...given } });
  await expect(plan({ subscriber: question.subscriber })).rejects.toThrow(/not answered yet/);
  await answerHeldEvents(worker, onLoopback);
  await expect(plan({ subscriber: "record-device" })).rejects.toThrow(/was asked about external-publisher/);
  const analyst = await makeActor(database.owner(), "analyst");
  const asking = askHeldEvents(web, analyst, { hostId, ...question, conditions: [lastDay] });
  await expect(asking).rejects.toMatchObject({ code: "forbidden" });
});
