import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "#server/staff/actor";
import { makeActor } from "#server/testing/actors";
import { insertTestCatalog } from "#server/testing/catalog";
import { useDatabase } from "#server/testing/database";
import { type ServedRoute, serveRoute } from "#server/testing/serve-route";
import { waitUntil } from "#server/testing/wait-until";

const database = useDatabase();
let api: ServedRoute;

beforeAll(async () => {
  const arn = "arn:aws:sns:us-east-1:000000000000:none";
  const url = new URL(database.url("web"));
  // What a test holds must stand as long as the test needs it, on a slow machine, too.
  url.searchParams.set("statement_timeout", "120000");
  Object.assign(process.env, { INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn, DATABASE_URL: url.href });
  const { POST } = await import("./route.ts");
  api = await serveRoute(POST);
  await insertTestCatalog(database.owner());
  await database.owner()`select event.record_member_event('m-1', 'thing.changed', '{"phone": {"to": "010-1234-5678"}}')`;
});
afterAll(async () => {
  const { searchDatabase, webDatabase } = await import("#server/trpc/process/web-database");
  await Promise.all([api.stop(), webDatabase().$client.end(), searchDatabase().$client.end()]);
});

/** Asks over HTTP with the session that `makeActor` opened. */
async function ask({ login }: Actor, path: string, input: object) {
  const answer = await fetch(`${api.url}/api/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: api.url, cookie: `memberscope_session=${login}` },
    body: JSON.stringify(input),
  });
  return { status: answer.status, text: await answer.text() };
}

const readOne = { view: "login-history", memberId: "m-1" };
const policySearch = { policy: '{"action":["thing.changed"]}' };
/** Asks for a personal value besides, and so waits for the table that counts such tries, as long as a test has it locked. */
const heldSearch = {
  ...policySearch,
  conditions: [{ field: "became", name: "phone", operator: "any", values: ["010-1234-5678"] }],
};

/** Has every held search stand still until it is let go. */
async function holdSearches() {
  const held = await database.owner().reserve();
  await held`begin`;
  await held`lock table staff.look_up_count in access exclusive mode`;
  return async () => {
    await held`commit`;
    held.release();
  };
}

test("24 policy searches of one person let a colleague read a member and search meanwhile", async () => {
  const busy = await makeActor(database.owner(), "analyst");
  const colleague = await makeActor(database.owner(), "analyst");
  const letGo = await holdSearches();
  const answers: { status: number; text: string }[] = [];
  const searches = Array.from({ length: 24 }, async () => {
    const answer = await ask(busy, "events.searchByPolicy", heldSearch);
    answers.push(answer);
  });
  // 2 run and 12 wait: the others are refused at once, with the rule and the way out.
  await waitUntil("ten refusals", () => answers.length === 10);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([429]));
  expect(JSON.parse(answers[0]?.text ?? "{}")).toMatchObject({
    error: {
      message:
        "Searches: 2 of yours run and 12 more wait, which is all one person may have. Wait until one has ended, or break one off, and ask again.",
      data: { refusal: "busy" },
    },
  });

  expect(await ask(colleague, "records.read", readOne)).toMatchObject({ status: 200 });
  expect(await ask(colleague, "members.timeline", { memberId: "m-1" })).toMatchObject({ status: 200 });
  expect(await ask(colleague, "events.searchByPolicy", policySearch)).toMatchObject({ status: 200 });
  // What the busy person reads of one member does not wait for the own searches either.
  expect(await ask(busy, "records.read", readOne)).toMatchObject({ status: 200 });
  expect(answers).toHaveLength(10);

  await letGo();
  await Promise.all(searches);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(14);
});
