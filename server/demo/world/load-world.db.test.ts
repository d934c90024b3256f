import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { useDatabase } from "../../testing/database.ts";
import { migrateDemo } from "../migrate-demo.ts";
import { campaignsOf } from "./invent-crimes.ts";
import { inventUnit } from "./invent-unit.ts";
import { loadWorld } from "./load-world.ts";
import { planWorld, unitsOf } from "./world-plan.ts";

const database = useDatabase();
const MEMBERS = 400;
let owner: Db;

beforeAll(async () => {
  await migrateDemo(database.url());
  owner = connect({ url: database.url(), name: "test", max: 2 });
});
afterAll(() => owner.$client.end());

async function stored() {
  const [row] = await database.owner()<{ ids: string[]; members: number }[]>`
    select array(select id::text from event.member_event order by id) as ids, (select count(*)::int from member.member) as members`;
  return row ?? { ids: [], members: 0 };
}

test("a load that is broken off keeps whole chunks, and goes on with the same past until it is complete", async () => {
  const breaking = loadWorld(owner, {
    members: MEMBERS,
    chunkUnits: 10,
    onProgress: ({ units }) => {
      if (units === 20) throw new Error("killed");
    },
  });
  await expect(breaking).rejects.toThrow("killed");
  expect((await stored()).members).toBe(160);

  const done = await loadWorld(owner, { members: 8, chunkUnits: 15 });
  const [run] = await database.owner()<{ seed: number; now: number }[]>`
    select seed, (extract(epoch from now) * 1000)::float8 as now from demo_world.run`;
  if (!run) throw new Error("there is no run");
  const plan = planWorld({ ...run, members: MEMBERS });
  const units = Array.from({ length: unitsOf(plan) }, (_, unit) => inventUnit(plan, unit, campaignsOf(plan)));
  const { ids, members } = await stored();
  expect(ids).toEqual(units.flatMap(({ events }) => events.map(({ id }) => id)).sort());
  expect({ members, events: done.events }).toEqual({ members: MEMBERS, events: ids.length });

  const again = await loadWorld(owner, { members: MEMBERS });
  expect(again).toEqual({ members: MEMBERS, events: ids.length, loaded: 0 });
});

test("a second loader that holds an older note stores nothing", async () => {
  await database.owner()`truncate demo_world.run, demo_world.snapshot`;
  await database.owner()`truncate event.member_event, event.personal_value, event.publication, event.pending, event.inbox`;
  await database.owner()`truncate member.member, member.session, member.device, member.sanction, member.withdrawal, member.notification,
    member.deferred_task, family_account.family_member`;
  const both = await Promise.allSettled([1, 2].map(() => loadWorld(owner, { members: MEMBERS, chunkUnits: 10 })));
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await stored()).members).toBe(MEMBERS);
});
