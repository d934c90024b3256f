import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import demoCatalog from "../../members/catalog.json" with { type: "json" };
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { memberProfile } from "./member-profile.ts";

const database = useDatabase();
let db: Db;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test world", max: 1 });
  await pushCatalog(owner, demoCatalog);
  await owner.$client.end();
  await database.owner()`call event.add_quarters((current_date - 70), current_date)`;
  db = connect({ url: database.url("web"), name: "test", max: 2, plans: "custom" });
});
afterAll(() => db.$client.end());

async function store(
  memberId: string,
  action: string,
  given: { to: Record<string, string>; daysAgo: number; causedBy?: string },
) {
  const attributes = JSON.stringify(Object.fromEntries(Object.entries(given.to).map(([name, to]) => [name, { to }])));
  const cause = given.causedBy ?? null;
  const [row] = await database.owner()<{ id: string }[]>`
    select event.record_member_event(${memberId}, ${action}, ${attributes}::text::jsonb, '{"deviceId": "d-1"}',
      clock_timestamp() - ${given.daysAgo} * interval '1 day', correlation_id => ${cause}, causation_id => ${cause}) as id`;
  return row?.id ?? "";
}

const ask = async (memberId: string) =>
  memberProfile(db, await makeActor(database.owner(), "agent"), { memberId, zone: "Asia/Seoul" });

test("whom somebody else's log-in logged out is told so, and the look at the other member is recorded", async () => {
  await store("m-1", "member.logged-in", { to: { status: "logged-in" }, daysAgo: 3 });
  const cause = await store("m-2", "member.logged-in", { to: { status: "logged-in" }, daysAgo: 2 });
  const out = { session: "ended", reason: "another-account-here" };
  const end = await store("m-1", "member.logged-out", { to: out, daysAgo: 1, causedBy: cause });
  const { standing } = await ask("m-1");
  expect(standing.logIn).toMatchObject({ kind: "out", event: { id: end }, cause: { id: cause, memberId: "m-2" } });
  const [record] = await database.owner()`
    select member_ids from staff.access_record where act = 'member.profile' order by id desc limit 1`;
  expect(record?.member_ids).toEqual(["m-1", "m-2"]);
});

test("a change counts at whatever age, and a sanction behind a newer one until it ends", async () => {
  const changed = await store("m-3", "password.changed", { to: { password: "changed" }, daysAgo: 60 });
  const inForce = { sanction: "orders-blocked", reason: "terms-violated", until: "2999-01-01T00:00:00Z" };
  const long = await store("m-3", "member.sanctioned", { to: inForce, daysAgo: 30 });
  const short = { ...inForce, sanction: "reviews-blocked", until: "2020-01-01T00:00:00Z" };
  await store("m-3", "member.sanctioned", { to: short, daysAgo: 10 });
  const { standing, history } = await ask("m-3");
  expect(standing.lastChanges).toContainEqual({ change: "password", event: expect.objectContaining({ id: changed }) });
  expect(standing.inForce.map(({ force, event }) => [force, event?.id])).toEqual([["sanctioned", long]]);
  expect(history).toMatchObject({ events: 3, isCut: false });
  expect(history.actions).toEqual([
    { name: "member.sanctioned", family: "sanction", events: 2 },
    { name: "password.changed", family: "profile", events: 1 },
  ]);
});

test("failures since the last log-in are counted, and a week begins on the zone's Monday", async () => {
  await store("m-4", "member.login-failed", { to: { reason: "wrong-password" }, daysAgo: 6 });
  await store("m-4", "member.logged-in", { to: { status: "logged-in" }, daysAgo: 5 });
  for (const daysAgo of [4, 3])
    await store("m-4", "member.login-failed", { to: { reason: "wrong-password" }, daysAgo });
  const { standing, history, glance } = await ask("m-4");
  expect(standing.logIn).toMatchObject({ kind: "failing", failures: 2 });
  expect(glance).toEqual({ failuresIn24h: 0, newDevicesIn7d: 1 });
  for (const { from } of history.weeks) {
    const there = new Date(Date.parse(from) + 9 * 60 * 60 * 1000);
    expect([there.getUTCDay(), there.getUTCHours()]).toEqual([1, 0]);
  }
  expect(history.weeks.reduce((sum, week) => sum + week.events, 0)).toBe(4);
});
