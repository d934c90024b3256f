import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { refuseRecords } from "../../testing/procedures/state-of-everything.ts";
import { recordEvent } from "../../testing/stored-events.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { tailEvents } from "./tail-events.ts";

const database = useDatabase();
let db: Db;
let analyst: Actor;
beforeAll(async () => {
  await insertTestCatalog(database.owner());
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  analyst = await makeActor(database.owner(), "analyst");
});
afterAll(() => db.$client.end());

const ofMember = (memberId: string): Condition[] => [{ field: "member", operator: "any", values: [memberId] }];

/** A tail that begins when nothing of the member is there: what each look shows, by ids. */
async function follow(memberId: string) {
  const [now] = await database.owner()<{ since: Date }[]>`select clock_timestamp() since`;
  const look = tailEvents({ conditions: ofMember(memberId), since: now?.since.toISOString() ?? "" });
  const next = async () => (await look(db, analyst))?.events.map(({ id }) => id) ?? null;
  return { look, next };
}

const records = () => database.owner()<{ member_ids: string[]; what: unknown }[]>`
  select member_ids, what from staff.access_record where act = 'event.follow' and account_id = ${analyst.accountId} order by id`;

test("each event is shown by one look, newest first, and nothing by a look at which nothing came", async () => {
  const { next } = await follow("t-1");
  expect(await next()).toBeNull();
  const first = await recordEvent(database.owner(), { memberId: "t-1" });
  const second = await recordEvent(database.owner(), { memberId: "t-1" });
  await recordEvent(database.owner(), { memberId: "t-other" });
  expect(await next()).toEqual([second, first]);
  expect(await next()).toBeNull();
  const third = await recordEvent(database.owner(), { memberId: "t-1" });
  expect(await next()).toEqual([third]);
});

test("what was stored between the list and the first look is shown by the first look", async () => {
  const { next } = await follow("t-2");
  const id = await recordEvent(database.owner(), { memberId: "t-2" });
  expect(await next()).toEqual([id]);
});

test("an event that commits after newer ones is shown once it is there", async () => {
  const { next } = await follow("t-3");
  await next();
  const slow = postgres(database.url(), { max: 1, onnotice: () => {} });
  const late = { id: "" };
  let newer = "";
  await slow.begin(async (tx) => {
    const [row] = await tx<{ id: string }[]>`
      select event.record_member_event('t-3', 'thing.changed', '{"note": {"to": "late"}}'::jsonb) as id`;
    late.id = row?.id ?? "";
    newer = await recordEvent(database.owner(), { memberId: "t-3" });
    expect(await next()).toEqual([newer]);
  });
  await slow.end();
  expect(late.id < newer).toBe(true);
  expect(await next()).toEqual([late.id]);
  expect(await next()).toBeNull();
});

test("an event that was shown and is published afterwards is shown again, once", async () => {
  const { look } = await follow("t-4");
  const id = await recordEvent(database.owner(), { memberId: "t-4" });
  expect((await look(db, analyst))?.events).toMatchObject([{ id, internal: { state: "waiting" } }]);
  await database.owner()`
    insert into event.publication (event_id, member_id, layer, published_at) values (${id}, 't-4', 1, clock_timestamp())`;
  await database.owner()`delete from event.pending where event_id = ${id}`;
  expect((await look(db, analyst))?.events).toMatchObject([{ id, internal: { state: "published" } }]);
  expect(await look(db, analyst)).toBeNull();
});

test("more than one look shows stands alone, and older ones are reached below its cursor", async () => {
  const { look } = await follow("t-5");
  await look(db, analyst);
  await database.owner()`
    select event.record_member_event('t-5', 'thing.changed', '{"note": {"to": "many"}}'::jsonb) from generate_series(1, 101)`;
  const flood = await look(db, analyst);
  expect(flood?.events).toHaveLength(100);
  expect(flood).toMatchObject({ continues: false, nextCursor: flood?.events.at(-1)?.id });
  const id = await recordEvent(database.owner(), { memberId: "t-5" });
  expect(await look(db, analyst)).toMatchObject({ continues: true, nextCursor: null, events: [{ id }] });
});

test("what is shown is recorded before, and nothing is shown that cannot be", async () => {
  const { look } = await follow("t-6");
  await recordEvent(database.owner(), { memberId: "t-6" });
  await look(db, analyst);
  expect((await records()).at(-1)).toMatchObject({ member_ids: ["t-6"], what: { conditions: ofMember("t-6") } });
  await recordEvent(database.owner(), { memberId: "t-6" });
  const refusing = await refuseRecords(database.owner());
  await expect(look(db, analyst)).rejects.toThrow();
  await refusing.mend();
});

test("somebody who may not search follows nothing", async () => {
  const agent = await makeActor(database.owner(), "agent");
  const look = tailEvents({ conditions: [], since: new Date().toISOString() });
  await expect(look(db, agent)).rejects.toMatchObject({ code: "forbidden" });
});

test("to follow a personal value that an event has is no try in vain, however often a stream begins; one that none has is", async () => {
  await database.owner()`
    select event.record_member_event('t-7', 'thing.changed', '{"phone": {"to": "010-8765-4321"}}'::jsonb, occurred_at => clock_timestamp() - interval '1 hour')`;
  const missesAfter = async (value: string) => {
    const somebody = await makeActor(database.owner(), "analyst");
    const conditions: Condition[] = [{ field: "attribute", name: "phone", operator: "any", values: [value] }];
    for (let stream = 0; stream < 3; stream += 1) {
      const look = tailEvents({ conditions, since: new Date().toISOString() });
      for (let n = 0; n < 2; n += 1) expect(await look(db, somebody)).toBeNull();
    }
    const [row] = await database.owner()<{ misses: number }[]>`
      select misses from staff.look_up_count where account_id = ${somebody.accountId}`;
    return row?.misses;
  };
  expect([await missesAfter("010-8765-4321"), await missesAfter("010-0000-0000")]).toEqual([0, 3]);
});
