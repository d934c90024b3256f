import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { hostileCatalog } from "../../testing/hostile-events.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { AskedPolicy } from "../../vocabulary/explore/saved-view.ts";
import { changeView, removeView } from "./change-view.ts";
import { countNews } from "./count-news.ts";
import { listViews } from "./list-views.ts";
import { lookAtView } from "./look-at-view.ts";
import { saveView } from "./save-view.ts";

const database = useDatabase();
let db: Db;
let analyst: Actor;
let other: Actor;
let admin: Actor;
beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, hostileCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
  analyst = await makeActor(database.owner(), "analyst");
  other = await makeActor(database.owner(), "analyst");
  admin = await makeActor(database.owner(), "admin");
});
afterAll(() => db.$client.end());

const ofDevice: Condition[] = [{ field: "device", operator: "any", values: ["d-77"] }];
const asking = (conditions: Condition[], policy: AskedPolicy | null = null) => ({ conditions, policy });

const namesFor = async (actor: Actor) => (await listViews(db, actor)).views.map(({ name }) => name);

async function store(context: object): Promise<void> {
  await database.owner()`select event.record_member_event('v-1', 'thing.changed', '{"note": {"to": "x"}}', ${JSON.stringify(context)}::text::jsonb)`;
}

async function newsOf(actor: Actor, id: string) {
  return (await countNews(db, actor)).views.find((view) => view.id === id)?.news;
}

test("a private view is its owner's alone, one of the team is everybody's who may search", async () => {
  await saveView(db, analyst, { name: "mine", audience: "private", question: asking(ofDevice) });
  await saveView(db, analyst, { name: "ours", audience: "team", question: asking(ofDevice) });
  expect(await namesFor(analyst)).toEqual(["mine", "ours"]);
  const { views } = await listViews(db, other);
  expect(views).toMatchObject([
    { name: "ours", audience: "team", isMine: false, isChangeable: false, conditions: ofDevice, policy: null },
  ]);
  expect(views[0]?.owner).toEqual({ login: analyst.login, name: analyst.name });
  const agent = await makeActor(database.owner(), "agent");
  await expect(listViews(db, agent)).rejects.toMatchObject({ code: "forbidden" });
});

test("a second view of one name is refused, and another person may have one of that name", async () => {
  await saveView(db, analyst, { name: "twice", audience: "private", question: asking(ofDevice) });
  const again = saveView(db, analyst, { name: "twice", audience: "team", question: asking(ofDevice) });
  await expect(again).rejects.toMatchObject({ code: "conflict", field: "name" });
  const { id } = await saveView(db, other, { name: "twice", audience: "private", question: asking(ofDevice) });
  await saveView(db, other, { name: "once", audience: "private", question: asking(ofDevice) });
  await expect(changeView(db, other, { id, name: "once" })).rejects.toMatchObject({ code: "conflict" });
  expect(await changeView(db, other, { id, name: "twice" })).toEqual({ id });
});

test("its owner renames it, gives it to the team, lets it ask otherwise and deletes it, and each leaves a record", async () => {
  const person = await makeActor(database.owner(), "analyst");
  const { id } = await saveView(db, person, { name: "first", audience: "private", question: asking(ofDevice) });
  const policy: AskedPolicy = { text: '{"action": ["thing.changed"]}', scope: "MessageAttributes", layer: "internal" };
  await changeView(db, person, { id, name: "second", audience: "team", question: asking([], policy) });
  expect((await listViews(db, other)).views.find((view) => view.id === id)).toMatchObject({
    ...{ name: "second", conditions: [], policy },
  });
  await removeView(db, person, { id });
  expect(await namesFor(person)).not.toContain("second");
  const records = await database.owner()`
    select act, what -> 'name' as name, what -> 'newName' as "newName", what -> 'keys' as keys from staff.access_record
     where account_id = ${person.accountId} order by id`;
  expect([...records]).toEqual([
    { act: "event-view.save", name: "first", newName: null, keys: null },
    { act: "event-view.change", name: "first", newName: "second", keys: ["action"] },
    { act: "event-view.remove", name: "second", newName: null, keys: null },
  ]);
});

test("nobody changes another's view, but an admin may change the team's; a private one is not there for them", async () => {
  const { id } = await saveView(db, analyst, { name: "kept", audience: "team", question: asking(ofDevice) });
  await expect(changeView(db, other, { id, name: "taken" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(removeView(db, other, { id })).rejects.toMatchObject({ code: "forbidden" });
  await changeView(db, admin, { id, name: "kept by an admin" });
  const { id: own } = await saveView(db, analyst, { name: "own", audience: "private", question: asking(ofDevice) });
  for (const who of [other, admin]) {
    await expect(removeView(db, who, { id: own })).rejects.toMatchObject({ code: "not-found" });
    await expect(lookAtView(db, who, { id: own })).rejects.toMatchObject({ code: "not-found" });
  }
});

test("a view keeps no clear personal value, and no policy that SNS would refuse", async () => {
  const personal: Condition[] = [{ field: "became", name: "phone", operator: "any", values: ["010-1234-5678"] }];
  const saved = saveView(db, analyst, { name: "phone", audience: "team", question: asking(personal) });
  await expect(saved).rejects.toMatchObject({ code: "bad-input", field: "conditions" });
  const policy: AskedPolicy = { text: '{"action": "x"}', scope: "MessageAttributes", layer: "internal" };
  const refused = saveView(db, analyst, { name: "policy", audience: "team", question: asking([], policy) });
  await expect(refused).rejects.toMatchObject({ code: "bad-input", field: "policy" });
  const [row] =
    await database.owner()`select count(*)::int as n from staff.saved_view where conditions::text like '%1234%'`;
  expect(row).toEqual({ n: 0 });
});

test("what was stored since the last look is new, by conditions and by a policy", async () => {
  const person = await makeActor(database.owner(), "analyst");
  const policy: AskedPolicy = { text: '{"changed": ["note"]}', scope: "MessageAttributes", layer: "internal" };
  const of = (question: ReturnType<typeof asking>, name: string) =>
    saveView(db, person, { name, audience: "private", question });
  const { id } = await of(asking(ofDevice), "by conditions");
  const { id: byPolicy } = await of(asking(ofDevice, policy), "by policy");
  await store({ deviceId: "d-77" });
  expect(await newsOf(person, id)).toBeUndefined();
  await lookAtView(db, person, { id });
  await lookAtView(db, person, { id: byPolicy });
  expect(await newsOf(person, id)).toEqual({ count: 0, isMore: false });
  await store({ deviceId: "d-77" });
  await store({ deviceId: "another" });
  await store({ deviceId: "d-77" });
  expect(await newsOf(person, id)).toEqual({ count: 2, isMore: false });
  expect(await newsOf(person, byPolicy)).toEqual({ count: 2, isMore: false });
  await database.owner()`update staff.saved_view_look set looked_at = looked_at - interval '1 hour'`;
  await lookAtView(db, person, { id });
  expect(await newsOf(person, id)).toEqual({ count: 0, isMore: false });
  const looks = await database.owner()`
    select what ->> 'name' as name from staff.access_record where account_id = ${person.accountId} and act = 'event-view.open' order by id`;
  expect(looks.map(({ name }) => name)).toEqual(["by conditions", "by policy", "by conditions"]);
});
