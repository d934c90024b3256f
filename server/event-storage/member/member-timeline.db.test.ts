import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import demoCatalog from "../../members/catalog.json" with { type: "json" };
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { memberTimeline, memberTimelineSchema } from "./member-timeline.ts";

const database = useDatabase();
let db: Db;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test world", max: 1 });
  await pushCatalog(owner, demoCatalog);
  await owner.$client.end();
  await database.owner().unsafe(`
    create table known_member (id text, joined_at timestamptz);
    create or replace view event.member_profile as select id as member_id, null::text as state, joined_at, null::text as name,
      null::text as phone, null::text as email, null::text as address, null::jsonb as details from known_member;`);
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
});
afterAll(() => db.$client.end());

async function logIn(memberId: string): Promise<string> {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'member.logged-in', '{"status": {"to": "logged-in"}}', '{"deviceId": "d-1"}') as id`;
  return row?.id ?? "";
}

async function logOutBecauseOf(memberId: string, cause: string): Promise<string> {
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'member.logged-out',
      '{"session": {"from": "open", "to": "ended"}, "reason": {"to": "another-account-here"}}', '{"deviceId": "d-1"}',
      correlation_id => ${cause}, causation_id => ${cause}) as id`;
  return row?.id ?? "";
}

const read = async (input: { memberId: string; beside?: string[]; limit?: number; cursor?: string }) =>
  memberTimeline(db, await makeActor(database.owner(), "agent"), memberTimelineSchema.parse(input));

test("what concerns two members comes with the other one's event, on both sides, and both are in the record", async () => {
  const cause = await logIn("ring-1");
  const effect = await logOutBecauseOf("ring-2", cause);
  const causing = await read({ memberId: "ring-1" });
  expect(causing.others.map(({ id, memberId }) => [id, memberId])).toEqual([[effect, "ring-2"]]);
  const caused = await read({ memberId: "ring-2" });
  expect(caused.others.map(({ id, memberId }) => [id, memberId])).toEqual([[cause, "ring-1"]]);
  const records =
    await database.owner()`select member_ids from staff.access_record where act = 'member.timeline' order by id`;
  expect(records.slice(-2).map((record) => record.member_ids)).toEqual([
    ["ring-1", "ring-2"],
    ["ring-2", "ring-1"],
  ]);
});

test("what an event caused in another story, as a producer may tell it, comes with it, too", async () => {
  const cause = await logIn("apart-1");
  const [effect] = await database.owner()<{ id: string }[]>`
    select event.record_member_event('apart-2', 'member.logged-in', '{"status": {"to": "logged-in"}}', causation_id => ${cause}, correlation_id => uuidv7()) as id`;
  const { others } = await read({ memberId: "apart-1" });
  expect(others.map(({ id, memberId }) => [id, memberId])).toEqual([[effect?.id, "apart-2"]]);
});

test("the record of a look says by which conditions it was narrowed", async () => {
  await logIn("asked-1");
  const agent = await makeActor(database.owner(), "agent");
  const conditions = [{ field: "action", operator: "any", values: ["member.logged-in"] }];
  await memberTimeline(db, agent, memberTimelineSchema.parse({ memberId: "asked-1", conditions }));
  const [record] = await database.owner()`select what from staff.access_record where login = ${agent.login}`;
  expect(record?.what).toEqual({ events: 1, conditions });
});

test("several members stand in one order, each event once, page by page", async () => {
  const all: string[] = [];
  for (const memberId of ["side-1", "side-2", "side-1", "side-3", "side-2"]) all.push(await logIn(memberId));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await read({ memberId: "side-1", beside: ["side-2", "side-3"], limit: 2, ...(cursor && { cursor }) });
    seen.push(...page.events.map(({ id }) => id));
    expect(page.beginning).toBeNull();
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(all.toReversed());
});

test("the last page says what stands before the first event", async () => {
  const sql = database.owner();
  await logIn("begin-1");
  await logIn("begin-1");
  expect((await read({ memberId: "begin-1", limit: 1 })).beginning).toBeNull();
  expect((await read({ memberId: "begin-1" })).beginning).toEqual({ kind: "first" });
  await sql`insert into known_member values ('begin-1', clock_timestamp())`;
  expect((await read({ memberId: "begin-1" })).beginning).toEqual({ kind: "joined" });
  await sql`update known_member set joined_at = '2019-03-02T00:00:00Z' where id = 'begin-1'`;
  expect((await read({ memberId: "begin-1" })).beginning).toEqual({
    kind: "unrecorded",
    joinedAt: "2019-03-02T00:00:00.000Z",
  });
  const row = {
    n: 1,
    sourceEventId: "7",
    memberId: "begin-2",
    action: "password.changed",
    context: {},
    occurredAt: new Date().toISOString(),
  };
  const rows = JSON.stringify([{ ...row, attributes: { password: { to: "changed" } } }]);
  await sql`select * from event.import_events('old-logins', ${rows}::text::jsonb)`;
  expect((await read({ memberId: "begin-2" })).beginning).toEqual({ kind: "imported", source: "old-logins" });
});
