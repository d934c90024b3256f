import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";
import { plainFields, showsPersonal } from "../vocabulary/choices/token-fields.ts";
import { listServiceTokens } from "./list-service-tokens.ts";
import { memberDetails } from "./member-details.ts";
import { approveServiceToken, issueServiceToken, revokeServiceToken } from "./service-tokens.ts";

const database = useDatabase();
let web: Db;
let [one, other, analyst]: Actor[] = [];
beforeAll(async () => {
  web = connect({ url: database.url("web"), name: "test", max: 2 });
  await insertTestCatalog(database.owner());
  for (const [id, placement, by] of [
    ["partner", "external", "somebody"],
    ["recorder", "internal", "installation"],
  ]) {
    await database.owner()`
      insert into event.subscriber (id, layer, owner_domain, placement, description, queue_name, policy, policy_scope, policy_by, replay_rule)
      values (${id ?? ""}, 2, 'tests', ${placement ?? ""}, '{"ko": "시험", "en": "test"}', ${id ?? ""}, '{}', 'MessageAttributes', ${by ?? ""}, 'unknown')`;
  }
  [one, other] = [await makeActor(database.owner(), "admin"), await makeActor(database.owner(), "admin")];
  analyst = await makeActor(database.owner(), "analyst");
});
afterAll(() => web.$client.end());

const people = () => {
  if (!one || !other || !analyst) throw new Error("nobody was made");
  return { one, other, analyst };
};
const order = { id: "partner", fields: ["state", "phone"], reason: "they call members back", days: 30 };
const ask = async (token: string) => (await memberDetails(web, { token, memberId: "nobody", ip: null })).kind;

test("a token that reveals personal fields opens nothing before another admin has approved it", async () => {
  const { one, other } = people();
  const { token, tokenId, needsSecond } = await issueServiceToken(web, one, order);
  expect(needsSecond).toBe(true);
  expect(await ask(token)).toBe("unauthorized");
  await expect(approveServiceToken(web, one, { tokenId })).rejects.toMatchObject({ code: "forbidden" });
  expect(await ask(token)).toBe("unauthorized");
  await approveServiceToken(web, other, { tokenId });
  expect(await ask(token)).toBe("not found");
  await expect(approveServiceToken(web, other, { tokenId })).rejects.toMatchObject({ code: "not-found" });
  const records = await database.owner()`
    select act, result from staff.access_record where what ->> 'tokenId' = ${tokenId} order by id`;
  expect(records.map(({ act, result }) => `${act} ${result}`)).toEqual([
    "subscriber.token-approved refused",
    "subscriber.token-approved done",
    "subscriber.token-approved not found",
  ]);
});

test("every call's record names who issued the token and who approved it", async () => {
  const { one, other } = people();
  const { token, tokenId } = await issueServiceToken(web, one, order);
  await approveServiceToken(web, other, { tokenId });
  await memberDetails(web, { token, memberId: "whose-record", ip: null });
  const [record] =
    await database.owner()`select what from staff.access_record where member_ids = array['whose-record']`;
  expect(record?.what).toEqual({ issuedBy: one.login, approvedBy: other.login });
});

test("a token ends on its day, and a revoked one that waits cannot be approved", async () => {
  const { one, other } = people();
  const { token, tokenId } = await issueServiceToken(web, one, order);
  await approveServiceToken(web, other, { tokenId });
  await database.owner()`update event.service_token set ends_at = clock_timestamp() where id = ${tokenId}`;
  expect(await ask(token)).toBe("unauthorized");
  const waiting = await issueServiceToken(web, one, order);
  await revokeServiceToken(web, one, { tokenId: waiting.tokenId });
  await expect(approveServiceToken(web, other, { tokenId: waiting.tokenId })).rejects.toMatchObject({
    code: "not-found",
  });
});

test("a plain token works at once, and the list says its state, use, reason and end", async () => {
  const { one, analyst } = people();
  const { token, tokenId, needsSecond } = await issueServiceToken(web, one, { ...order, fields: ["state"] });
  expect(needsSecond).toBe(false);
  expect(await ask(token)).toBe("not found");
  const waiting = await issueServiceToken(web, one, order);
  const { tokens } = await listServiceTokens(web, analyst);
  expect(tokens[0]).toMatchObject({ tokenId: waiting.tokenId, state: "waiting", approvedBy: null, lastUsedAt: null });
  expect(tokens.find((listed) => listed.tokenId === tokenId)).toMatchObject({
    state: "in force",
    reason: order.reason,
    createdBy: one.login,
    lastUsedAt: expect.any(String),
    endsAt: expect.any(String),
  });
});

test("neither an analyst, nor an old proof, nor the database's own account makes one", async () => {
  const { one, other, analyst } = people();
  await expect(issueServiceToken(web, analyst, order)).rejects.toMatchObject({ code: "forbidden" });
  await expect(issueServiceToken(web, { ...analyst, role: "admin" }, order)).rejects.toThrow();
  await expect(issueServiceToken(web, { ...one, isProved: false }, order)).rejects.toMatchObject({ code: "unproved" });
  const { tokenId } = await issueServiceToken(web, one, order);
  await expect(approveServiceToken(web, { ...other, isProved: false }, { tokenId })).rejects.toMatchObject({
    code: "unproved",
  });
  for (const statement of [
    "insert into event.service_token (token_hash, subscriber_id, scope) values ('x', 'partner', array['phone'])",
    "update event.service_token set approved_at = now()",
    "update event.service_token set revoked_at = null",
  ]) {
    await expect(web.execute(statement)).rejects.toMatchObject({ cause: { code: "42501" } });
  }
});

test("what belongs to the member system itself gets no token", async () => {
  const { one } = people();
  await expect(issueServiceToken(web, one, { ...order, id: "recorder" })).rejects.toMatchObject({ code: "conflict" });
});

test("what the console takes for personal is what the database takes for it", async () => {
  for (const fields of [[...plainFields], ["state"], ["state", "phone"], ["identityVerified"], ["State"]]) {
    const [row] = await database.owner()`select event.shows_personal(${fields}) as personal`;
    expect(row?.personal, fields.join()).toBe(showsPersonal(fields));
  }
});
