import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { makeActor } from "../../testing/actors.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import type { EventFilter } from "../../vocabulary/event-filter.ts";
import type { MemberEvent } from "../../vocabulary/member-event.ts";
import { searchEvents } from "./search-events.ts";

const database = useDatabase();
let db: Db;
let analyst: Actor;
let all: MemberEvent[];

const notes = ["a", "b", "rare", "%_\\", "' or 1=1 --", "가나다"];

beforeAll(async () => {
  const owner = database.owner();
  await insertTestCatalog(owner);
  await owner`
    select event.store_event('m-' || i % 7, case when i % 3 = 0 then 'thing.seen' else 'thing.changed' end,
        case when i % 3 = 0 then jsonb_build_object('place', jsonb_build_object('to', 'p' || i % 4))
             when i % 5 = 0 then jsonb_build_object('points', jsonb_build_object('from', i % 6, 'to', i % 9))
             else jsonb_build_object('note', jsonb_build_object('from', ${notes}::text[], 'to', n.v)) - 'note'
               || jsonb_build_object('note', jsonb_build_object('from', (${notes}::text[])[1 + (i + 1) % 6], 'to', n.v)) end,
        jsonb_build_object('deviceId', 'd-' || i % 11, 'ip', '203.0.113.' || i % 13),
        clock_timestamp() - make_interval(mins => 600 - i), null, null, null, null, null, '{}', interval '0', 0::smallint)
      from generate_series(1, 400) i cross join lateral (select (${notes}::text[])[1 + i % 6] v) n`;
  await owner`delete from event.pending where event_id in (select event_id from event.pending order by event_id limit 600)`;
  db = connect({ url: database.url("web"), name: "test", max: 4, plans: "custom" });
  analyst = await makeActor(owner, "analyst");
  all = await everything({});
});
afterAll(() => db.$client.end());

async function everything(filter: EventFilter): Promise<MemberEvent[]> {
  const found: MemberEvent[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await searchEvents(db, analyst, { filter, cursor, limit: 37 });
    expect(page.partial).toBe(false);
    found.push(...page.events);
    cursor = page.nextCursor;
  }
  return found;
}

/** The same filter, said again in plain code over all events. */
function matches(event: MemberEvent, filter: EventFilter): boolean {
  const has = (name: string, side: "from" | "to", value: unknown) => event.attributes[name]?.[side] === value;
  return (
    (!filter.members || filter.members.includes(event.memberId)) &&
    (!filter.actions || filter.actions.includes(event.action)) &&
    (!filter.changed || filter.changed.some((name) => event.changed.includes(name))) &&
    (filter.attributes ?? []).every(({ name, side, value }) =>
      side === "either"
        ? has(name, "from", value) || has(name, "to", value)
        : has(name, side === "was" ? "from" : "to", value),
    ) &&
    (!filter.device || event.context.deviceId === filter.device) &&
    (!filter.ip || event.context.ip === filter.ip) &&
    (!filter.correlation || event.correlationId === filter.correlation) &&
    (!filter.unpublished || event.internal.state === "waiting" || event.external.state === "waiting") &&
    (!filter.from || event.occurredAt >= new Date(filter.from).toISOString()) &&
    (!filter.to || event.occurredAt < new Date(filter.to).toISOString())
  );
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const time = fc.integer({ min: 0, max: 600 }).map((minutes) => new Date(Date.now() - minutes * 60_000).toISOString());
const filters = fc
  .record({
    members: optional(fc.uniqueArray(fc.constantFrom("m-0", "m-3", "m-6", "nobody"), { minLength: 1 })),
    actions: optional(fc.uniqueArray(fc.constantFrom("thing.seen", "thing.changed", "no.such"), { minLength: 1 })),
    changed: optional(fc.uniqueArray(fc.constantFrom("note", "place", "points", "nothing"), { minLength: 1 })),
    attributes: optional(
      fc.array(
        fc.record({
          name: fc.constantFrom("note", "points", "place"),
          side: fc.constantFrom("was" as const, "became" as const, "either" as const),
          value: fc.oneof(fc.constantFrom(...notes), fc.integer({ min: 0, max: 8 }), fc.constant("p1")),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    ),
    device: optional(fc.constantFrom("d-0", "d-5", "d-99")),
    ip: optional(fc.constantFrom("203.0.113.1", "203.0.113.12")),
    unpublished: optional(fc.constant(true)),
    from: optional(time),
    to: optional(time),
  })
  .map((filter): EventFilter => JSON.parse(JSON.stringify(filter)));

test("any filter finds exactly what plain code finds over all events, in order, page by page", async () => {
  let matched = 0;
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const expected = all.filter((event) => matches(event, filter)).map((event) => event.id);
      matched += expected.length > 0 ? 1 : 0;
      expect((await everything(filter)).map((event) => event.id)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
  // Filters that never find anything would prove nothing.
  expect(matched).toBeGreaterThan(10);
});

test("the story of an event is found by its correlation", async () => {
  const correlation = all[10]?.correlationId ?? "";
  expect((await everything({ correlation })).map((event) => event.id)).toEqual([all[10]?.id]);
});

test("an attribute value older than the walk's rows is found by the index", async () => {
  const owner = database.owner();
  const [row] = await owner<{ id: string }[]>`
    select event_id id from event.store_event('m-old', 'thing.changed', '{"note": {"to": "needle"}}', '{}', clock_timestamp() - interval '20 days', null, null, null, null, null, '{}', '0', 0::smallint)`.catch(
    async () => {
      await owner`call event.add_quarters((current_date - 40), current_date)`;
      return owner<{ id: string }[]>`
        select event_id id from event.store_event('m-old', 'thing.changed', '{"note": {"to": "needle"}}', '{}', clock_timestamp() - interval '20 days', null, null, null, null, null, '{}', '0', 0::smallint)`;
    },
  );
  await owner`
    select count(event.store_event('m-new', 'thing.changed', '{"note": {"to": "hay"}}', '{}', null, null, null, null, null, null, '{}', '0', 0::smallint)) from generate_series(1, 4100)`;
  const page = await searchEvents(db, analyst, {
    filter: { attributes: [{ name: "note", side: "became", value: "needle" }] },
    limit: 10,
  });
  expect(page.events.map((event) => event.id)).toEqual([row?.id]);
  expect(page.partial).toBe(false);
});

test("an agent and an auditor may not search", async () => {
  for (const role of ["agent", "auditor"] as const) {
    const actor = await makeActor(database.owner(), role);
    await expect(searchEvents(db, actor, { filter: {}, limit: 10 })).rejects.toMatchObject({ code: "forbidden" });
  }
});

test("what was shown is recorded with the members shown, once for a polled view", async () => {
  const actor = await makeActor(database.owner(), "analyst");
  const search = { filter: { members: ["m-3"] }, limit: 5 };
  await searchEvents(db, actor, search);
  await searchEvents(db, actor, search);
  const records =
    await database.owner()`select act, member_ids, result from staff.access_record where account_id = ${actor.accountId}`;
  expect(records).toEqual([{ act: "event.search", member_ids: ["m-3"], result: "shown" }]);
});

test("nothing is shown when the look cannot be recorded", async () => {
  const owner = database.owner();
  await owner`revoke insert on staff.access_record from memberscope_web`;
  try {
    await expect(searchEvents(db, analyst, { filter: { members: ["m-4"] }, limit: 5 })).rejects.toThrow();
  } finally {
    await owner`grant insert on staff.access_record to memberscope_web`;
  }
});
