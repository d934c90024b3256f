import { afterAll, beforeAll, expect, test } from "vitest";
import { bounded } from "../../bounded.ts";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { hostileCatalog } from "../../testing/hostile-events.ts";
import { waitUntil } from "../../testing/wait-until.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { countAll } from "./count-all.ts";
import { countEvents } from "./count-events.ts";
import { eventFacets } from "./event-facets.ts";
import { foundMembers } from "./found-members.ts";

const database = useDatabase();
let db: Db;
let analyst: Actor;
beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, hostileCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  analyst = await makeActor(database.owner(), "analyst");
  await database.owner()`
    select count(event.store_event('hub-' || i % 3, 'thing.changed', jsonb_build_object('points', jsonb_build_object('to', i)), '{"deviceId": "hub"}', null, null, null, null, null, null, '{}', '0', 0::smallint)) from generate_series(1, 10100) i`;
}, 120_000);
afterAll(() => db.$client.end());

const onHub: Condition[] = [{ field: "device", operator: "any", values: ["hub"] }];
const policy = {
  text: '{"points": [{"numeric": ["<=", 40]}]}',
  scope: "MessageAttributes",
  layer: "internal",
} as const;
const how = { by: "family", zone: "UTC" } as const;

test("of more than a sample the count is a floor and says so, and counting all gives every event and member", async () => {
  const counts = await countEvents(db, analyst, { conditions: onHub, ...how });
  expect(counts).toMatchObject({ count: 10_000, isFloor: true, histogram: { of: "newest" } });
  const facets = await eventFacets(db, analyst, { conditions: onHub });
  expect(facets).toMatchObject({ looked: 10_000, of: "newest" });
  const all = await countAll(db, analyst, { conditions: onHub, signal: undefined, other: db });
  expect(all).toEqual({ events: 10_100, members: 3 });
});

test("what is counted by actions and period alone is exact beyond a sample", async () => {
  const conditions: Condition[] = [{ field: "action", operator: "any", values: ["thing.changed"] }];
  expect(await countEvents(db, analyst, { conditions, ...how })).toMatchObject({ count: 10_100, isFloor: false });
});

test("what a policy lets through is counted, and broken down", async () => {
  const question = { conditions: onHub, policy };
  const counts = await countEvents(db, analyst, { ...question, ...how });
  // The walk may end by its time on a busy machine, and then says so.
  if (!counts.isFloor) expect(counts.count).toBe(40);
  const members = await foundMembers(db, analyst, question);
  if (members.of === "all") expect(members.members.map(({ events }) => events).sort()).toEqual([13, 13, 14]);
});

test("who breaks a long count off ends it in the database, and the connection goes on", async () => {
  const stop = new AbortController();
  const isAsleep = async () => {
    const [row] = await database.owner()`
      select count(*)::int as n from pg_stat_activity where datname = current_database() and query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`;
    return row?.n === 1;
  };
  const slept = bounded(db, { ms: 60_000, waiting: { signal: stop.signal, other: db } }, (tx) =>
    tx.execute("select pg_sleep(50)"),
  );
  await waitUntil("the statement runs", isAsleep);
  stop.abort();
  expect(await slept).toBeNull();
  expect(await isAsleep()).toBe(false);
  expect(await bounded(db, { ms: 20 }, (tx) => tx.execute("select pg_sleep(5)"))).toBeNull();
  expect(await countAll(db, analyst, { conditions: onHub, signal: undefined, other: db })).toMatchObject({
    members: 3,
  });
});

test("the record of a list names every member in it, and an agent is given none", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  await foundMembers(db, actor, { conditions: onHub });
  const records = await database.owner()`
    select act, member_ids as "memberIds" from staff.access_record where account_id = ${actor.accountId}`;
  expect(records.map(({ act, memberIds }) => ({ act, memberIds: [...memberIds].sort() }))).toEqual([
    { act: "event.members", memberIds: ["hub-0", "hub-1", "hub-2"] },
  ]);
  const agent = await makeActor(database.owner(), "agent");
  await expect(countEvents(db, agent, { conditions: [], ...how })).rejects.toMatchObject({ code: "forbidden" });
  await expect(foundMembers(db, agent, { conditions: onHub })).rejects.toMatchObject({ code: "forbidden" });
});
