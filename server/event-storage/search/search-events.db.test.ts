import { afterAll, beforeAll, expect, test } from "vitest";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { useDatabase } from "../../testing/database.ts";
import { hostileCatalog } from "../../testing/hostile-events.ts";
import { conditionsFromParams } from "../../vocabulary/address/read-conditions.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";
import { searchEvents } from "./search-events.ts";

const database = useDatabase();
let db: Db;
let analyst: Actor;

beforeAll(async () => {
  const owner = connect({ url: database.url(), name: "test", max: 1 });
  await pushCatalog(owner, hostileCatalog);
  await owner.$client.end();
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  analyst = await makeActor(database.owner(), "analyst");
});
afterAll(() => db.$client.end());

/** The conditions that an address says. */
function conditionsOf(query: string): Condition[] {
  const { conditions, faults } = conditionsFromParams(new URLSearchParams(query));
  expect(faults).toEqual([]);
  return conditions;
}

async function everything(query: string): Promise<MemberEvent[]> {
  const found: MemberEvent[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await searchEvents(db, analyst, { conditions: conditionsOf(query), cursor, limit: 37 });
    expect(page.partial).toBe(false);
    found.push(...page.events);
    cursor = page.nextCursor;
  }
  return found;
}

type Given = { action?: string; attributes?: string; context?: string; at?: string; version?: number };

/** Stores an event as it is given, in JSON texts; its id. */
async function store(memberId: string, given: Given = {}): Promise<string> {
  const { action = "thing.changed", attributes = "{}", context = "{}", at = null, version = null } = given;
  const [row] = await database.owner()<{ id: string }[]>`
    select event_id as id from event.store_event(${memberId}, ${action}, ${attributes}::text::jsonb, ${context}::text::jsonb, ${at}::timestamptz,
      ${version}::smallint, null, null, null, null, '{}', '0', 0::smallint)`;
  return row?.id ?? "";
}

const ids = (events: MemberEvent[]) => events.map(({ id }) => id);

test("a search with an attribute does not forget what changed", async () => {
  const both = await store("c-1", { attributes: '{"note": {"to": "x"}, "flag": {"to": true}}' });
  await store("c-1", { attributes: '{"note": {"to": "x"}}' });
  expect(ids(await everything("member=c-1&changed=flag&attribute.note=x"))).toEqual([both]);
});

test("an old event is found by what its row shows, and not by what was stored", async () => {
  const old = await store("o-1", {
    action: "thing.agreed",
    version: 1,
    attributes: '{"agreed": {"to": true}, "level": {"to": 1}}',
  });
  for (const query of [
    "changed=consent",
    "changed=rank",
    "changed=since",
    "became.consent=fraud-suspected",
    "attribute.rank=low",
    "became.since=5",
    "attribute.channel=all",
  ]) {
    expect({ query, found: ids(await everything(`member=o-1&${query}`)) }).toEqual({ query, found: [old] });
  }
  for (const query of ["changed=agreed", "attribute.agreed=true", "became.consent=given", "attribute.level=1"]) {
    expect({ query, found: ids(await everything(`member=o-1&${query}`)) }).toEqual({ query, found: [] });
  }
});

test("numbers are compared digit for digit, however large or long", async () => {
  const near = await store("n-1", { attributes: '{"points": {"to": 9007199254740992}}' });
  const large = await store("n-1", { attributes: '{"points": {"to": 9223372036854775807}}' });
  const long = await store("n-1", { attributes: '{"size": {"to": 0.1234567890123456789}}' });
  expect(await everything("member=n-1&attribute.points=9007199254740993")).toEqual([]);
  expect(ids(await everything("member=n-1&attribute.points=9007199254740992"))).toEqual([near]);
  expect(ids(await everything("member=n-1&attribute.points=9223372036854775807"))).toEqual([large]);
  expect(ids(await everything("member=n-1&attribute.size=0.1234567890123456789"))).toEqual([long]);
  expect(await everything("member=n-1&attribute.size=0.1234567890123456788")).toEqual([]);
  expect(ids(await everything("member=n-1&attribute.points:between=9007199254740993.."))).toEqual([large]);
});

test("a code and its words on the screen find the same, in both languages", async () => {
  const code = await store("w-1", { attributes: '{"note": {"to": "fraud-suspected"}}' });
  for (const word of ["fraud-suspected", "fraud suspected", "부정 이용 의심"]) {
    expect(ids(await everything(`member=w-1&${new URLSearchParams({ "became.note": word })}`))).toEqual([code]);
  }
});

test("until a minute holds all of it, and a day is the whole day of its zone", async () => {
  await database.owner()`call event.add_quarters((current_date - 5), current_date)`;
  const dayOf = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const [day, dayBefore] = [dayOf(2), dayOf(3)];
  const at = (clock: string) => store("t-1", { at: `${day}T${clock}+09:00` });
  const midnight = await at("00:00:00.000");
  const first = await at("13:59:00.000");
  const last = await at("13:59:59.999");
  const after = await at("14:00:00.000");
  const minute = `${day}T13:59%2B09:00`;
  expect(ids(await everything(`member=t-1&from=${minute}&to=${minute}`))).toEqual([last, first]);
  const whole = `${day}%2B09:00`;
  expect(ids(await everything(`member=t-1&from=${whole}&to=${whole}`))).toEqual([after, last, first, midnight]);
  expect(ids(await everything(`member=t-1&to=${dayBefore}Z`))).toEqual([midnight]);
});

test("a personal attribute is found by its whole value, however it is written, and never by its mask", async () => {
  const stored = await store("p-1", { attributes: '{"phone": {"from": "010-1111-2222", "to": "010-1234-5678"}}' });
  for (const phone of ["010-1234-5678", "+82 10 1234 5678", "82-10-1234-5678", "10 1234 5678", "1012345678"]) {
    expect({ phone, found: ids(await everything(`${new URLSearchParams({ "became.phone": phone })}`)) }).toEqual({
      phone,
      found: [stored],
    });
  }
  const [event] = await everything("member=p-1");
  const mask = String(event?.attributes.phone?.to);
  expect(mask).toContain("*");
  expect(await everything(`${new URLSearchParams({ "attribute.phone": mask })}`)).toEqual([]);
  expect(await everything("was.phone=010-1234-5678")).toEqual([]);
  expect(ids(await everything("member=p-1&attribute.phone:not=010-9999-9999"))).toEqual([stored]);
  await expect(
    searchEvents(db, analyst, { conditions: conditionsOf("attribute.phone:starts=010"), limit: 10 }),
  ).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringContaining("only whole values"),
  });
});

test("an attribute value older than the walk's rows is found by the index, in an old shape too", async () => {
  const owner = database.owner();
  await owner`call event.add_quarters((current_date - 120), current_date)`;
  const at = new Date(Date.now() - 20 * 24 * 60 * 60 * 1000).toISOString();
  const plain = await store("a-old", { attributes: '{"note": {"to": "needle"}}', at });
  const reshaped = await store("a-old", {
    action: "thing.agreed",
    version: 1,
    attributes: '{"gone": {"to": "needle"}}',
    at,
  });
  await owner`
    select count(event.store_event('a-new', 'thing.changed', '{"note": {"to": "hay"}}', '{}', null, null, null, null, null, null, '{}', '0', 0::smallint)) from generate_series(1, 4100)`;
  const found = await everything("became.note=needle");
  expect(new Set(ids(found))).toEqual(new Set([plain, reshaped]));
});

test("an agent and an auditor may not search", async () => {
  for (const role of ["agent", "auditor"] as const) {
    const actor = await makeActor(database.owner(), role);
    await expect(searchEvents(db, actor, { conditions: [], limit: 10 })).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("what was shown is recorded with the members shown, once for a polled view", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  await store("m-3");
  const search = { conditions: conditionsOf("member=m-3"), limit: 5 };
  await searchEvents(db, actor, search);
  await searchEvents(db, actor, search);
  const records =
    await database.owner()`select act, member_ids, result from staff.access_record where account_id = ${actor.accountId}`;
  expect(records).toEqual([{ act: "event.search", member_ids: ["m-3"], result: "shown" }]);
});

test("nothing is shown when the look cannot be recorded", async () => {
  const owner = database.owner();
  await owner`revoke execute on function staff.record_access(uuid, text, text, text, text[], jsonb, text, text, text) from memberscope_web`;
  try {
    await expect(searchEvents(db, analyst, { conditions: conditionsOf("member=m-4"), limit: 5 })).rejects.toThrow();
  } finally {
    await owner`grant execute on function staff.record_access(uuid, text, text, text, text[], jsonb, text, text, text) to memberscope_web`;
  }
});
