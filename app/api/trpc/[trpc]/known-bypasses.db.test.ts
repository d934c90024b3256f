import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#server/staff/actor";
import { makeActor } from "#server/testing/actors";
import { insertTestCatalog } from "#server/testing/catalog";
import { useDatabase } from "#server/testing/database";
import { stateOfEverything } from "#server/testing/procedures/state-of-everything";
import { type ServedRoute, serveRoute } from "#server/testing/serve-route";

const database = useDatabase();
let api: ServedRoute;
let admin: Actor;

beforeAll(async () => {
  const arn = "arn:aws:sns:us-east-1:000000000000:none";
  Object.assign(process.env, {
    ...{ INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn, DATABASE_URL: database.url("web") },
  });
  const { POST } = await import("./route.ts");
  api = await serveRoute(POST);
  await insertTestCatalog(database.owner());
  admin = await makeActor(database.owner(), "admin");
});
afterAll(async () => {
  const { searchDatabase, webDatabase } = await import("#server/trpc/process/web-database");
  await Promise.all([api.stop(), webDatabase().$client.end(), searchDatabase().$client.end()]);
});

const HOLD = "erasures.hold";
const order = (memberId: string) => ({ memberId, reason: "An investigation asks for it", caseNumber: "L-1" });
const json = { "content-type": "application/json" };
const ours = () => ({ origin: api.url, cookie: `memberscope_session=${admin.login}` });

function send(path: string, init: RequestInit): Promise<Response> {
  return fetch(`${api.url}/api/trpc/${path}`, { method: "POST", ...init });
}

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(values)) form.set(name, value);
  return form;
}

/** Ways in which others were got past: what each sends, with the admin's cookie unless it says otherwise. */
const shapes: Record<string, () => Promise<Response>> = {
  "another site's JSON": () =>
    send(HOLD, { headers: { ...ours(), ...json, origin: "https://evil.test" }, body: text() }),
  "an origin that is null": () => send(HOLD, { headers: { ...ours(), ...json, origin: "null" }, body: text() }),
  "our host under another scheme": () =>
    send(HOLD, { headers: { ...ours(), ...json, origin: api.url.replace("http:", "https:") }, body: text() }),
  "no origin": () => send(HOLD, { headers: { cookie: ours().cookie, ...json }, body: text() }),
  "plain text, as a form can send it": () =>
    send(HOLD, { headers: { ...ours(), "content-type": "text/plain" }, body: text() }),
  "a form": () => send(HOLD, { headers: ours(), body: new URLSearchParams(order("m-1")) }),
  "a multipart form": () => send(HOLD, { headers: ours(), body: formOf(order("m-1")) }),
  "a multipart form to what takes no input": () => send("session.signOut", { headers: ours(), body: formOf({}) }),
  bytes: () => send(HOLD, { headers: { ...ours(), "content-type": "application/octet-stream" }, body: text() }),
  "a type that only begins like JSON's, among others": () =>
    send(HOLD, { headers: { ...ours(), "content-type": "text/plain; application/json" }, body: text() }),
  "a method said in a header": () =>
    send(HOLD, { method: "PUT", headers: { ...ours(), ...json, "x-http-method-override": "POST" }, body: text() }),
  "a query for what acts": () =>
    fetch(`${api.url}/api/trpc/${HOLD}?input=${encodeURIComponent(text())}`, { headers: ours() }),
  "nobody, past a middleware": () =>
    send(HOLD, { headers: { ...json, origin: api.url, "x-middleware-subrequest": "proxy:proxy:proxy" }, body: text() }),
  "nobody, as a server action": () =>
    send(HOLD, { headers: { ...json, origin: api.url, "next-action": "0".repeat(40), rsc: "1" }, body: text() }),
  "nobody, with an address of the host itself": () =>
    send(HOLD, { headers: { ...json, origin: api.url, "x-forwarded-for": "127.0.0.1" }, body: text() }),
  "more calls than a batch may have, its commas escaped": () => {
    const body = JSON.stringify(Object.fromEntries(Array.from({ length: 11 }, (_, n) => [n, order(`m-${n}`)])));
    return send(`${Array(11).fill(HOLD).join("%2C")}?batch=1`, { headers: { ...ours(), ...json }, body });
  },
  "a name of the prototype": () => send("__proto__.hold", { headers: { ...ours(), ...json }, body: text() }),
  "a constructor": () => send("erasures.constructor", { headers: { ...ours(), ...json }, body: text() }),
  "a path for a name": () => send("erasures/hold", { headers: { ...ours(), ...json }, body: text() }),
  "a prototype in the input": () =>
    send(HOLD, { headers: { ...ours(), ...json }, body: `{"__proto__":{"polluted":true},${text().slice(1)}` }),
  "a field that is nobody's": () =>
    send(HOLD, { headers: { ...ours(), ...json }, body: `{"accountId":"${admin.accountId}",${text().slice(1)}` }),
};

function text(): string {
  return JSON.stringify(order("m-1"));
}

test("an admin's own page does it, so that what follows is refused for its shape", async () => {
  const answer = await send(HOLD, { headers: { ...ours(), ...json }, body: JSON.stringify(order("m-0")) });
  expect(answer.status).toBe(200);
});

test.each(Object.keys(shapes))("%s is refused and changes nothing", async (name) => {
  const before = await stateOfEverything(database.owner());
  const answer = await shapes[name]?.();
  expect(answer?.status).toBeGreaterThanOrEqual(400);
  expect(answer?.status).toBeLessThan(500);
  expect(await stateOfEverything(database.owner())).toEqual(before);
  expect(Reflect.get({}, "polluted")).toBeUndefined();
});
