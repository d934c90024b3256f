import { randomUUID } from "node:crypto";
import { globSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "#server/db";
import { familyAccountEntry } from "#server/demo/family-account/family-account-entry";
import { migrateDemo } from "#server/demo/migrate-demo";
import { createAccessToken } from "#server/staff/create-access-token";
import { createAccount } from "#server/staff/create-account";
import { createServiceToken } from "#server/subscribers/create-service-token";
import { registerSubscriber } from "#server/subscribers/register-subscriber";
import { useDatabase } from "#server/testing/database";
import { makeReadyFile } from "#server/testing/procedures/ready-file";
import { refuseRecords, stateOfEverything } from "#server/testing/procedures/state-of-everything";

const database = useDatabase();
const memberId = `canary-${randomUUID()}`;
const host = "console.test";
let token: string;
let eventId: string;
let fileId: string;
let analystToken: string;
const fileKey = "the key that web and worker share here";
beforeAll(async () => {
  await migrateDemo(database.url());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, familyAccountEntry("test-"));
  token = await createServiceToken(owner, { subscriberId: "family-account", scope: ["state", "objections"] });
  const by = { kind: "host", login: "host:test", ip: null } as const;
  await createAccount(owner, by, { login: "kim", name: "Kim", role: "agent", password: "a long enough password" });
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'withdrawal.requested',
      '{"membership": {"to": "withdrawal-requested"}, "objectionsUntil": {"to": "later"}}') as id`;
  await database.owner()`
    insert into member.member (id, name, phone, email) values (${memberId}, '김하늘', '010-1234-5678', 'a@example.com')`;
  eventId = row?.id ?? "";
  const file = await makeReadyFile(database, fileKey);
  fileId = file.fileId;
  ({ token: analystToken } = await createAccessToken(owner, by, { login: file.login, name: "test", days: 1 }));
  await owner.$client.end();
  const arn = "arn:aws:sns:us-east-1:000000000000:none";
  Object.assign(process.env, {
    ...{ INTERNAL_TOPIC_ARN: arn, EXTERNAL_TOPIC_ARN: arn, DATABASE_URL: database.url("web"), FILE_KEY: fileKey },
  });
});
afterAll(async () => {
  const { searchDatabase, webDatabase } = await import("#server/trpc/process/web-database");
  await Promise.all([webDatabase().$client.end(), searchDatabase().$client.end()]);
});

const json = { "content-type": "application/json", host, origin: `http://${host}` };
const bearer = () => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });
const params = { params: Promise.resolve({ memberId }) };

/** A request that each route which shows or does something answers, and the act that its record names. */
const recorded: Record<string, { act: string; status: number; ask: () => Promise<Response> }> = {
  "members/[memberId]": {
    act: "details-api",
    status: 200,
    async ask() {
      const { GET } = await import("./members/[memberId]/route.ts");
      return GET(new Request(`http://${host}/`, { headers: bearer() }), params);
    },
  },
  "members/[memberId]/objections": {
    act: "objection",
    status: 201,
    async ask() {
      const { POST } = await import("./members/[memberId]/objections/route.ts");
      const body = JSON.stringify({ eventId, reason: "others are in" });
      return POST(new Request(`http://${host}/`, { method: "POST", headers: bearer(), body }), params);
    },
  },
  "events/[eventId]/handled": {
    act: "handled",
    status: 201,
    async ask() {
      const { POST } = await import("./events/[eventId]/handled/route.ts");
      const body = JSON.stringify({ outcome: "taken over" });
      const request = new Request(`http://${host}/`, { method: "POST", headers: bearer(), body });
      return POST(request, { params: Promise.resolve({ eventId }) });
    },
  },
  "files/[fileId]": {
    act: "file.take",
    status: 200,
    async ask() {
      const { POST } = await import("./files/[fileId]/route.ts");
      const headers = { authorization: `Bearer ${analystToken}`, "content-type": "application/json" };
      const request = new Request(`http://${host}/`, {
        ...{ method: "POST", body: "{}" },
        headers: { ...headers, "content-length": "2" },
      });
      return POST(request, { params: Promise.resolve({ fileId }) });
    },
  },
  session: {
    act: "sign-in",
    status: 200,
    async ask() {
      const { POST } = await import("./session/route.ts");
      const body = JSON.stringify({ login: "kim", password: "a long enough password" });
      return POST(new Request(`http://${host}/`, { method: "POST", headers: json, body }));
    },
  },
};

/** Routes that show nothing of members and do nothing; and those that have tests of their own. */
const unrecorded = [
  ...["health/live", "health/ready", "trpc/[trpc]"],
  ...["session/provider", "session/provider/callback", "session/provider/logout"],
];

test("every route is known here", () => {
  const routes = globSync("**/route.ts", { cwd: import.meta.dirname }).map((file) => file.replace(/\/route\.ts$/, ""));
  expect(routes.sort()).toEqual([...Object.keys(recorded), ...unrecorded].sort());
});

describe.each(Object.entries(recorded))("%s", (_route, { act, status, ask }) => {
  const records = () =>
    database.owner()`select result from staff.access_record where act = ${act} and result <> 'refused'`;

  test("gives nothing and does nothing when no access record can be written", async () => {
    const refusing = await refuseRecords(database.owner());
    const before = await stateOfEverything(database.owner());
    const answer = await ask().catch(String);
    expect(answer).not.toHaveProperty("status", status);
    const after = await stateOfEverything(database.owner());
    await refusing.mend();
    // A try to sign in counts before the password is looked at, and a token was used whatever came of it.
    const counts: Record<string, string> = { "sign-in": "staff.sign_in_try", "file.take": "staff.access_token" };
    const count = counts[act] ?? "event.service_token";
    const counted = { [count]: expect.anything() };
    expect(after).toEqual({ ...before, ...counted });
  });

  test("leaves a record of what it gives or does", async () => {
    const before = (await records()).length;
    expect((await ask()).status).toBe(status);
    expect(await records()).toHaveLength(before + 1);
  });
});
