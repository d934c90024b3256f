import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { giveProfiles } from "../../testing/procedures/member-profiles.ts";
import { refuseRecords } from "../../testing/procedures/state-of-everything.ts";
import { type RevealOrder, revealSchema } from "../../vocabulary/oversight/reveal.ts";
import { revealField } from "./reveal-field.ts";

const database = useDatabase();
let db: Db;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 12 });
  const [memberId, name] = ["m-1", "홍길동"];
  await giveProfiles(database.owner(), [
    { memberId, name, phone: "010-1234-5678", email: "Gil@Example.com", address: "Seoul Mapo 1" },
  ]);
});
afterAll(() => db.$client.end());

const order: RevealOrder = {
  ...{ memberId: "m-1", field: "phone", reasonCode: "contact-member" },
  ...{ reason: "calls back about the blocked sign-in", caseNumber: "CS-2026/118" },
};

const recordsOf = (actor: Actor) =>
  database.owner()`select act, result, role, member_ids, what, reason from staff.access_record where account_id = ${actor.accountId} order by id`;

test("one field is shown for five minutes, with its reason and case on record and the value nowhere", async () => {
  const actor = await makeActor(database.owner(), "agent");
  const shown = await revealField(db, actor, order);
  expect(shown).toMatchObject({ value: "+821012345678", left: 19 });
  expect(shown.forMs).toBeGreaterThan(290_000);
  expect(shown.forMs).toBeLessThanOrEqual(300_000);
  expect([...(await recordsOf(actor))]).toEqual([
    {
      ...{ act: "reveal", result: "done", role: "agent", member_ids: ["m-1"], reason: order.reason },
      what: { field: "phone", reasonCode: "contact-member", caseNumber: "CS-2026/118" },
    },
  ]);
  const [left] =
    await database.owner()`select (select string_agg(r::text, '') from staff.access_record r) || (select string_agg(r::text, '') from staff.reveal r) as text`;
  expect(left?.text).not.toMatch(/1234|5678/);
});

test("who has not shown a short time ago who they are sees nothing", async () => {
  const actor = await makeActor(database.owner(), "agent");
  await expect(revealField(db, { ...actor, isProved: false }, order)).rejects.toMatchObject({ code: "unproved" });
});

test("nothing is shown when the record cannot be written", async () => {
  const actor = await makeActor(database.owner(), "agent");
  const refusing = await refuseRecords(database.owner());
  await expect(revealField(db, actor, order)).rejects.toThrow();
  await refusing.mend();
  expect(await recordsOf(actor)).toHaveLength(0);
});

describe("the web's own account", () => {
  const attempt = (statement: string) => db.execute(statement).catch((error: unknown) => error);
  test.each([
    "select * from event.member_profile",
    "select * from event.personal_value",
    "insert into staff.reveal select",
    "delete from staff.reveal",
  ])("may not: %s", async (statement) => {
    expect(await attempt(statement)).toMatchObject({ cause: { code: "42501" } });
  });

  test("has one function that gives staff a clear value, and that one writes the record", async () => {
    const functions = await database.owner()<{ name: string }[]>`
      select p.oid::regprocedure::text as name from pg_proc p
       where p.prosecdef and has_function_privilege('web', p.oid, 'execute') and p.prosrc ~ 'personal_value|member_profile' order by 1`;
    expect(functions.map(({ name }) => name.replace(/\(.*/, ""))).toEqual([
      ...[
        "event.contact_events",
        "event.contacts_of",
        "event.count_masked",
        "event.erase_member",
        "event.erasure_extent",
        "event.find_members",
        "event.find_personal",
        "event.mask_free_text",
        "event.masked_profile",
      ],
      ...["event.member_details", "event.states_of", "staff.reveal_field"],
    ]);
  });

  test("cannot reveal in the name of who may not, or of nobody, and that is on record", async () => {
    for (const role of ["admin", "auditor"] as const) {
      const actor = await makeActor(database.owner(), role);
      await expect(revealField(db, { ...actor, role: "agent" }, order)).rejects.toMatchObject({ code: "forbidden" });
      expect(await recordsOf(actor)).toMatchObject([{ act: "reveal", result: "refused", role }]);
    }
    await expect(revealField(db, await makeActor(database.owner(), "admin"), order)).rejects.toThrow("member:reveal");
  });
});

test("an agent's twenty-first reveal in the hour is refused, also when all come at once; an analyst has sixty", async () => {
  const agent = await makeActor(database.owner(), "agent");
  const asked = await Promise.allSettled(Array.from({ length: 23 }, () => revealField(db, agent, order)));
  expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(20);
  expect((await recordsOf(agent)).filter(({ result }) => result === "refused")).toHaveLength(3);
  await database.owner()`update staff.reveal set at = at - interval '1 hour' where account_id = ${agent.accountId}`;
  expect((await revealField(db, agent, order)).left).toBe(19);
  expect((await revealField(db, await makeActor(database.owner(), "analyst"), order)).left).toBe(59);
});

test("a member without the value, or erased, shows nothing, and the try counts", async () => {
  const actor = await makeActor(database.owner(), "agent");
  await expect(revealField(db, actor, { ...order, memberId: "nobody" })).rejects.toMatchObject({ code: "not-found" });
  await database.owner()`insert into event.erased_member (member_id, request_id, tombstone_id) values ('m-1', uuidv7(), uuidv7())`;
  await expect(revealField(db, actor, order)).rejects.toThrow("was erased");
  await database.owner()`delete from event.erased_member`;
  expect((await recordsOf(actor)).map(({ result }) => result)).toEqual(["not found", "refused"]);
});

test("a reason that repeats what the mask hides is kept without it", async () => {
  const actor = await makeActor(database.owner(), "agent");
  await revealField(db, actor, {
    ...order,
    reason: "홍길동 님이 010 1234 5678, gil@example.com 로 2026-11-21 회신 요청",
  });
  expect((await recordsOf(actor))[0]?.reason).toBe("홍** 님이 ***, ***@*** 로 2026-11-21 회신 요청");
});

test.each([
  ["reason", "too short"],
  ["reason", "a . . . . . . . . . . b"],
  ["caseNumber", "x"],
  ["caseNumber", "two words"],
  ["reasonCode", "curious"],
  ["field", "password"],
])("%s may not be %j", (name, value) => {
  expect(revealSchema.safeParse({ ...order, [name]: value }).success).toBe(false);
});
