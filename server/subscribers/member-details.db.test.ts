import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { familyAccountEntry } from "../demo/family-account/family-account-entry.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import { createServiceToken } from "../subscribers/create-service-token.ts";
import { registerSubscriber } from "../subscribers/register-subscriber.ts";
import { useDatabase } from "../testing/database.ts";
import { memberDetails } from "./member-details.ts";

const database = useDatabase();
let web: Db;
let token: string;

beforeAll(async () => {
  await migrateDemo(database.url());
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await registerSubscriber(owner, familyAccountEntry("test-"));
  token = await createServiceToken(owner, { subscriberId: "family-account", scope: ["identityVerified", "state"] });
  await owner.$client.end();
  await database.owner()`
    insert into member.member (id, name, phone, email, identity_verified_at)
    values ('m-1', '김민준', '010-0123-4567', 'a@example.com', clock_timestamp())`;
  web = connect({ url: database.url("web"), name: "test", max: 2 });
});
afterAll(() => web.$client.end());

const ask = (given: Partial<{ token: string; memberId: string }> = {}) =>
  memberDetails(web, { token, memberId: "m-1", ip: "192.0.2.9", ...given });

async function records() {
  return database.owner()`select login, ip, member_ids, result from staff.access_record where act = 'details-api' order by at`;
}

test("the holder of a token gets the fields of its scope and no others, as they are now", async () => {
  expect(await ask()).toEqual({
    kind: "found",
    details: { memberId: "m-1", identityVerified: true, state: "logged-out" },
  });
  await database.owner()`update member.member set identity_verified_at = null where id = 'm-1'`;
  expect(await ask()).toMatchObject({ details: { identityVerified: false } });
});

test("each answer is recorded, also that there is no such member", async () => {
  const before = (await records()).length;
  await ask();
  expect(await ask({ memberId: "nobody" })).toEqual({ kind: "not found" });
  expect((await records()).slice(before)).toEqual([
    { login: "service:family-account", ip: "192.0.2.9", member_ids: ["m-1"], result: "shown" },
    { login: "service:family-account", ip: "192.0.2.9", member_ids: ["nobody"], result: "not found" },
  ]);
});

test("nothing is answered when the access cannot be recorded", async () => {
  await database.owner()`revoke execute on function staff.record_access(uuid, text, text, text, text[], jsonb, text, text, text) from memberscope_web`;
  try {
    await expect(ask()).rejects.toThrow();
  } finally {
    await database.owner()`grant execute on function staff.record_access(uuid, text, text, text, text[], jsonb, text, text, text) to memberscope_web`;
  }
});

test("an unknown or revoked token gets nothing", async () => {
  expect(await ask({ token: "memberscope_service_wrong" })).toEqual({ kind: "unauthorized", refused: "unknown" });
  await database.owner()`update event.service_token set revoked_at = clock_timestamp()`;
  expect(await ask()).toEqual({ kind: "unauthorized", refused: "revoked" });
  await database.owner()`update event.service_token set revoked_at = null`;
});
