import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { actionVolumes } from "./action-volumes.ts";
import { showAction } from "./show-action.ts";

const database = useDatabase();
let db: Db;
let agent: Actor;
beforeAll(async () => {
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  await insertTestCatalog(database.owner());
  await database.owner()`call event.add_quarters((now() - interval '6 months')::date, now()::date)`;
  agent = await makeActor(database.owner(), "agent");
  await store({ channel: "web" }, { daysAgo: 0 });
  await store({ channel: "web" }, { daysAgo: 0 });
  const cause = await store({ channel: "app" }, { daysAgo: 2 });
  await store({ channel: "app" }, { daysAgo: 2, cause });
  await store({}, { daysAgo: 40, source: "billing" });
});
afterAll(() => db.$client.end());

async function store(context: object, given: { daysAgo: number; cause?: string; source?: string }): Promise<string> {
  const { daysAgo, cause = null, source = null } = given;
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event('m-1', 'thing.changed', '{"note": {"to": "x"}}', ${JSON.stringify(context)}::text::jsonb,
      occurred_at => case when ${daysAgo}::int > 0 then clock_timestamp() - ${daysAgo}::int * interval '1 day' end,
      source => ${source}, source_event_id => ${source && "1"}, causation_id => ${cause}::uuid) as id`;
  return row?.id ?? "";
}

test("the events of each day are counted, today's among them", async () => {
  const { edges, actions } = await actionVolumes(db, agent, { zone: "UTC" });
  expect(edges).toHaveLength(31);
  const days = actions.find(({ name }) => name === "thing.changed")?.days ?? [];
  expect(days.at(-1)).toBe(2);
  expect(days.at(-3)).toBe(2);
  expect(days.reduce((sum, n) => sum + n, 0)).toBe(4);
});

test("a page of ninety days counts what the month of the list leaves out", async () => {
  const { volumes } = await showAction(db, agent, { action: "thing.changed", zone: "UTC" });
  expect(volumes.days).toHaveLength(90);
  expect(volumes.days.reduce((sum, n) => sum + n, 0)).toBe(5);
});

test("it says where the newest events come from", async () => {
  const { origins } = await showAction(db, agent, { action: "thing.changed", zone: "UTC" });
  expect(origins).toMatchObject({ looked: 5, isAll: true });
  const told = origins.list.map(({ channel, source, caused, events }) => ({ channel, source, caused, events }));
  expect(told).toEqual([
    { channel: "web", source: null, caused: false, events: 2 },
    { channel: "app", source: null, caused: false, events: 1 },
    { channel: "app", source: null, caused: true, events: 1 },
    { channel: null, source: "billing", caused: false, events: 1 },
  ]);
});

test("every version stands there, the newest first, with how the one before is read", async () => {
  const schema = { type: "object", properties: { place: { type: "string" }, room: { type: "string" } } };
  await database.owner()`
    select event.push_action_version(a.id, 2::smallint, true, ${JSON.stringify(schema)}::text::jsonb,
      '{"ko": "둘", "en": "two"}', '{"attributes": {"room": {"was": "place"}}}') from event.action a where a.name = 'thing.seen'`;
  const { versions, currentVersion } = await showAction(db, agent, { action: "thing.seen", zone: "UTC" });
  expect(currentVersion).toBe(1);
  expect(versions.map(({ version, external, required }) => ({ version, external, required }))).toEqual([
    { version: 2, external: true, required: [] },
    { version: 1, external: false, required: ["place"] },
  ]);
  expect(versions[0]?.upcast).toEqual({ attributes: { room: { was: "place" } } });
});

test("an action that is not in the catalog is named", async () => {
  await expect(showAction(db, agent, { action: "no.such", zone: "UTC" })).rejects.toThrow(
    "The catalog has no action no.such. Check the name, or choose one from the catalog's list.",
  );
});

test("an auditor sees neither", async () => {
  const auditor = await makeActor(database.owner(), "auditor");
  await expect(actionVolumes(db, auditor, { zone: "UTC" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(showAction(db, auditor, { action: "thing.seen", zone: "UTC" })).rejects.toMatchObject({
    code: "forbidden",
  });
});
