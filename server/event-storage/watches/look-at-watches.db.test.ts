import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { hostileCatalog } from "../../testing/hostile-events.ts";
import type { NewWatch } from "../../vocabulary/explore/watch-schema.ts";
import { saveView } from "../views/save-view.ts";
import { callNextHost } from "./call-host.ts";
import { makeWatch, pauseWatch, seeFinds } from "./change-watch.ts";
import { listWatches, watchFinds } from "./list-watches.ts";
import { lookAtNextWatch } from "./look-at-watches.ts";

const database = useDatabase();
let web: Db;
let worker: Db;
let analyst: Actor;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, hostileCatalog);
  await owner.$client.end();
  web = connect({ url: database.url("web"), name: "test", max: 3 });
  worker = connect({ url: database.url("worker"), name: "test", max: 4, plans: "generic" });
});
beforeEach(async () => {
  await database.owner()`delete from staff.watch`;
  analyst = await makeActor(database.owner(), "analyst");
});
afterAll(() => Promise.all([web.$client.end(), worker.$client.end()]));

let names = 0;
async function watchOn(
  question: Parameters<typeof saveView>[2]["question"],
  threshold: Partial<NewWatch> = {},
): Promise<string> {
  names += 1;
  const { id: viewId } = await saveView(web, analyst, { name: `view ${names}`, audience: "private", question });
  const { id } = await makeWatch(web, analyst, {
    viewId,
    measure: "members",
    per: "device",
    moreThan: 2,
    windowSeconds: 3600,
    audience: "private",
    hostId: null,
    ...threshold,
  });
  return id;
}

const onDevice = (device: string) => ({
  conditions: [{ field: "device" as const, operator: "any" as const, values: [device] }],
  policy: null,
});

async function happens(memberId: string, device: string, minutesAgo: number): Promise<void> {
  await database.owner()`
    select event.record_member_event(${memberId}, 'thing.seen', '{}', ${JSON.stringify({ deviceId: device })}::text::jsonb,
      clock_timestamp() - make_interval(mins => ${minutesAgo}))`;
}

/** As if the next look were due. */
async function becomesDue(): Promise<void> {
  await database.owner()`update staff.watch set looked_at = looked_at - interval '1 hour'`;
}

const findsOf = (id: string) => database.owner()`select * from staff.watch_find where watch_id = ${id} order by at`;

test("more members on one device than the threshold are one find, whoever looks and how often", async () => {
  const id = await watchOn(onDevice("w-1"));
  for (const [n, member] of ["a", "b", "c", "d"].entries()) await happens(`m-${member}`, "w-1", 40 - n);
  await happens("m-z", "w-1", 70);
  const looks = await Promise.all([1, 2, 3].map(() => lookAtNextWatch(worker)));
  expect(looks.filter(({ looked }) => looked)).toHaveLength(1);
  await becomesDue();
  await lookAtNextWatch(worker);
  const finds = await findsOf(id);
  expect(finds).toHaveLength(1);
  expect(finds[0]).toMatchObject({ subject: "w-1", amount: 3 });
  const records =
    await database.owner()`select login, member_ids from staff.access_record where act = 'watch.find' and login = ${analyst.login}`;
  expect(records).toHaveLength(1);
  expect(records[0]?.member_ids).toHaveLength(3);
});

test("a look that is killed in its midst leaves nothing, and the next finds it once", async () => {
  const id = await watchOn(onDevice("w-2"));
  for (const member of ["a", "b", "c"]) await happens(`m-${member}`, "w-2", 5);
  await worker
    .transaction(async (tx) => {
      expect(await lookAtNextWatch(tx)).toEqual({ looked: true, finds: 1 });
      throw new Error("killed");
    })
    .catch(() => undefined);
  expect(await findsOf(id)).toHaveLength(0);
  expect(await lookAtNextWatch(worker)).toEqual({ looked: true, finds: 1 });
});

test("what comes after the first look is found by the next, and once more only after it was less again", async () => {
  const id = await watchOn(onDevice("w-3"), { windowSeconds: 60 * 20 });
  for (const member of ["a", "b", "c"]) await happens(`m-${member}`, "w-3", 19);
  await lookAtNextWatch(worker);
  await becomesDue();
  await happens("m-d", "w-3", 1);
  await lookAtNextWatch(worker);
  expect(await findsOf(id)).toHaveLength(1);
});

test("a sequence is watched by its chains", async () => {
  const seen = {
    conditions: [
      { field: "action" as const, operator: "any" as const, values: ["thing.seen"] },
      ...onDevice("w-4").conditions,
    ],
  };
  const sequence = {
    by: "member" as const,
    withinSeconds: 3600,
    period: null,
    steps: [{ ...seen, times: 3, isAbsent: false }],
  };
  const id = await watchOn(
    { conditions: [], policy: null, sequence },
    { measure: "matches", per: "member", moreThan: 0 },
  );
  for (const minutes of [30, 20, 10]) await happens("m-chain", "w-4", minutes);
  for (const minutes of [30, 20]) await happens("m-short", "w-4", minutes);
  await lookAtNextWatch(worker);
  const finds = await findsOf(id);
  expect(finds.map(({ subject, member_ids }) => ({ subject, member_ids }))).toEqual([
    { subject: "m-chain", member_ids: ["m-chain"] },
  ]);
});

test("a watch whose owner may not search any more says so, since when, and finds it all once they may again", async () => {
  const id = await watchOn(onDevice("w-5"));
  for (const member of ["a", "b", "c"]) await happens(`m-${member}`, "w-5", 5);
  await database.owner()`update staff.account set role = 'agent' where id = ${analyst.accountId}`;
  await lookAtNextWatch(worker);
  const { watches } = await listWatches(web, analyst);
  expect(watches[0]?.failing).toMatchObject({ why: "owner" });
  const since = watches[0]?.failing?.since;
  await becomesDue();
  await lookAtNextWatch(worker);
  expect((await listWatches(web, analyst)).watches[0]?.failing?.since).toBe(since);
  expect(await findsOf(id)).toHaveLength(0);
  await database.owner()`update staff.account set role = 'analyst' where id = ${analyst.accountId}`;
  await becomesDue();
  await lookAtNextWatch(worker);
  expect((await listWatches(web, analyst)).watches[0]).toMatchObject({ failing: null, finds: 1, unseen: 1 });
});

test("a paused watch is not looked at; a seen find is seen, and its members stand in the record", async () => {
  const id = await watchOn(onDevice("w-6"));
  for (const member of ["a", "b", "c"]) await happens(`m-${member}`, "w-6", 5);
  await pauseWatch(web, analyst, { id, isPaused: true });
  expect(await lookAtNextWatch(worker)).toEqual({ looked: false, finds: 0 });
  await pauseWatch(web, analyst, { id, isPaused: false });
  await lookAtNextWatch(worker);
  expect((await watchFinds(web, analyst, { id })).finds[0]?.memberIds.sort()).toEqual(["m-a", "m-b", "m-c"]);
  await seeFinds(web, analyst, { id });
  expect((await listWatches(web, analyst)).watches[0]?.unseen).toBe(0);
});

test("a watch of one's own is nobody else's to see", async () => {
  const id = await watchOn(onDevice("w-7"));
  const other = await makeActor(database.owner(), "analyst");
  expect((await listWatches(web, other)).watches).toEqual([]);
  await expect(watchFinds(web, other, { id })).rejects.toThrow("There is no such watch");
});

test("a host is told of a find once it takes it, without any member, and not when the owner may not search any more", async () => {
  const [host] = await database.owner()`
    insert into staff.registered_host (purpose, url, secret, registered_by) values ('watch', 'https://hooks.example.test/a', 's3cret', ${analyst.accountId}) returning id`;
  const id = await watchOn(onDevice("w-8"), { hostId: host?.id });
  for (const member of ["a", "b", "c"]) await happens(`m-${member}`, "w-8", 5);
  await lookAtNextWatch(worker);
  const bodies: string[] = [];
  const post = async ({ body }: { body: string }) => {
    bodies.push(body);
    return bodies.length === 1 ? "The host answered 503." : null;
  };
  const due = () =>
    database.owner()`update staff.watch_find set call_next_at = clock_timestamp() where watch_id = ${id}`;
  expect(await callNextHost(worker, post)).toBe(true);
  expect(await callNextHost(worker, post)).toBe(false);
  await database.owner()`update staff.account set role = 'agent' where id = ${analyst.accountId}`;
  await due();
  await callNextHost(worker, post);
  expect(bodies).toHaveLength(1);
  await database.owner()`update staff.account set role = 'analyst' where id = ${analyst.accountId}`;
  await due();
  await callNextHost(worker, post);
  await due();
  expect(await callNextHost(worker, post)).toBe(false);
  expect(bodies).toHaveLength(2);
  expect(bodies[1]).not.toMatch(/m-a|w-8/);
  expect(JSON.parse(bodies[1] ?? "")).toMatchObject({ watchId: id, amount: 3, measure: "members" });
});
