import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, type Db } from "../db.ts";
import { migrateDemo } from "../demo/migrate-demo.ts";
import { loadWorld } from "../demo/world/load-world.ts";
import type { Actor } from "../staff/actor.ts";
import { makeActor } from "../testing/actors.ts";
import { compareWithSnapshots, compareWithTables, knownFields } from "../testing/compare-states.ts";
import { useDatabase } from "../testing/database.ts";
import { memberStateAt, selectState, stateAtSchema } from "./state-at.ts";

const database = useDatabase();
let db: Db;
let owner: Db;
let agent: Actor;
beforeAll(async () => {
  await migrateDemo(database.url());
  owner = connect({ url: database.url(), name: "test", max: 1 });
  db = connect({ url: database.url("web"), name: "test", max: 4 });
  agent = await makeActor(database.owner(), "agent");
});
afterAll(() => Promise.all([db.$client.end(), owner.$client.end()]));

async function store(memberId: string, at: string, action: string, attributes: object, version: number | null = null) {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, ${action}, ${JSON.stringify(attributes)}::text::jsonb, '{}', ${at}::text::timestamptz, ${version}::smallint) as id`;
  return row?.id ?? "";
}

async function stateAt(memberId: string, at?: string) {
  return knownFields(await selectState(db, { memberId, at }));
}

describe("a member's state", () => {
  let joined: string;
  let renamed: string;
  beforeAll(async () => {
    await database.owner()`call event.add_quarters('2025-01-01', '2025-12-31')`;
    joined = await store(
      "s-1",
      "2025-03-01T00:00:00Z",
      "member.joined",
      {
        name: { to: "김철수" },
        phoneNumber: { to: "010-1234-5678" },
        emailAddress: { to: "kim@example.com" },
        identityVerification: { to: "none" },
      },
      1,
    );
    renamed = await store("s-1", "2025-04-01T00:00:00.500Z", "name.changed", {
      name: { from: "김철수", to: "이영희" },
    });
    await store("s-1", "2025-04-02T00:00:00Z", "member.logged-in", { status: { to: "logged-in" } });
    await store("s-1", "2025-04-03T00:00:00Z", "member.logged-out", {
      session: { to: "ended" },
      reason: { to: "by-member" },
    });
  });

  test("is unknown before history", async () => {
    expect(await stateAt("s-1", "2025-02-28T23:59:59.999Z")).toEqual({});
    expect(await stateAt("nobody")).toEqual({});
  });

  test("has each field from the event that set it last, in the shape of the current version", async () => {
    expect(await stateAt("s-1", "2025-03-01T00:00:00Z")).toEqual({
      name: { value: "김**", eventId: joined },
      phoneNumber: { value: "010-****-5678", eventId: joined },
      emailAddress: { value: "k***@e***", eventId: joined },
      identityVerification: { value: "none", eventId: joined },
      membership: { value: "active", eventId: joined },
      marketingConsent: { value: "none", eventId: joined },
    });
  });

  test("changes with the very millisecond of an event, not before", async () => {
    expect((await stateAt("s-1", "2025-04-01T00:00:00.499Z")).name).toEqual({ value: "김**", eventId: joined });
    expect((await stateAt("s-1", "2025-04-01T00:00:00.500Z")).name).toEqual({ value: "이**", eventId: renamed });
    expect((await stateAt("s-1", "2025-04-01T09:00:00.500+09:00")).name).toEqual({ value: "이**", eventId: renamed });
  });

  test("keeps a field when an event of one of its actions says nothing of it", async () => {
    expect((await stateAt("s-1")).status).toMatchObject({ value: "logged-in" });
  });

  test("goes past an older version that says nothing of a field even in its current shape", async () => {
    await database.owner()`
      select event.push_action_version(action_id, 7::smallint, external, schema, sentence) from event.action_version v join event.action a on a.id = v.action_id and v.version = a.current_version and a.name = 'device.removed'`;
    await database.owner()`update event.action set current_version = 7 where name = 'device.removed'`;
    await store("s-2", "2025-04-01T00:00:00Z", "member.logged-in", { status: { to: "logged-in" } });
    for (const day of ["02", "03"]) {
      await store(
        "s-2",
        `2025-04-${day}T00:00:00Z`,
        "device.removed",
        { device: { from: "d" }, devices: { to: 0 } },
        1,
      );
    }
    expect(await stateAt("s-2")).toMatchObject({ status: { value: "logged-in" }, devices: { value: 0 } });
  });

  test("is shown to who may open members, and the look is recorded", async () => {
    const state = await memberStateAt(
      db,
      agent,
      stateAtSchema.parse({ memberId: "s-1", at: "2025-04-01T09:00:00+09:00" }),
    );
    expect(state).toMatchObject({ memberId: "s-1", at: "2025-04-01T00:00:00.000Z" });
    expect(state.fields.find(({ field }) => field === "devices")).toMatchObject({
      state: "unknown",
      value: null,
      setBy: null,
    });
    const [access] = await database.owner()`
      select act, member_ids, result from staff.access_record where account_id = ${agent.accountId} order by id desc limit 1`;
    expect(access).toEqual({ act: "member.state", member_ids: ["s-1"], result: "shown" });
    const auditor = await makeActor(database.owner(), "auditor");
    await expect(memberStateAt(db, auditor, { memberId: "s-1" })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("in the demo's world", () => {
  beforeAll(async () => {
    await loadWorld(owner, { members: 400 });
    await database.owner()`analyze`;
  });

  test("it equals the state tables for every member now", async () => {
    const { compared, known, differing } = await compareWithTables(database.owner(), db);
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(400);
    expect(known).toBeGreaterThan(compared * 4);
  });

  test("it equals what the generator knew for 1,000 members and moments, event for event", async () => {
    const { compared, differing } = await compareWithSnapshots(owner, db);
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(990);
  });
});
