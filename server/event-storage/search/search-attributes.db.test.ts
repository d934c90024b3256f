import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connect, type Db } from "../../db.ts";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { findEvents } from "./find-events.ts";
import { searchAttributes } from "./search-attributes.ts";

const database = useDatabase();
let db: Db;

/** So many events with a note, spread evenly over some hours that began so many days ago. */
async function fill(count: number, { note, daysAgo, hours }: { note: string; daysAgo: number; hours: number }) {
  await database.owner()`
    insert into event.member_event (id, member_id, correlation_id, action_id, attributes)
    select x.id, 'm-1', x.id, (select a.id from event.action a where a.name = 'thing.changed'), jsonb_build_object('note', jsonb_build_object('to', ${note}::text))
      from (select event.id_at(date_trunc('second', now()) - make_interval(days => ${daysAgo}::int) + make_interval(hours => ${hours}::int) * (i::float8 / ${count}::int), 'm-1') as id
              from generate_series(1, ${count}::int) i) x`;
}

beforeAll(async () => {
  const owner = database.owner();
  await insertTestCatalog(owner);
  await owner`call event.add_quarters((now() - interval '500 days')::date, now()::date)`;
  // Newer than all that is looked for, and more than the walk reads.
  await fill(4100, { note: "new", daysAgo: 2, hours: 24 });
  await fill(90, { note: "thin", daysAgo: 2, hours: 24 });
  await fill(30, { note: "rare", daysAgo: 480, hours: 24 * 470 });
  await fill(2600, { note: "common once", daysAgo: 200, hours: 20 });
  await fill(2600, { note: "of one moment", daysAgo: 300, hours: 0 });
  for (const name of ["mark.set", "mark.moved"]) {
    const schema = '{"type": "object", "properties": {"mark": {"type": "string"}}}';
    await owner`
      select event.push_action_version(event.push_action(${name}, 'profile'), 1::smallint, false, ${schema}::text::jsonb, '{"ko": "x", "en": "x"}'::jsonb)`;
    await owner`
      insert into event.member_event (id, member_id, correlation_id, action_id, attributes)
      select x.id, 'm-1', x.id, (select a.id from event.action a where a.name = ${name}), case when i % 3 = 0 then '{"mark": {"to": "x"}}'::jsonb else '{}' end
        from (select i, event.id_at(date_trunc('second', now()) - make_interval(days => 100, mins => i), 'm-1') as id from generate_series(1, 90) i) x`;
  }
  await owner`vacuum analyze event.member_event`;
  db = connect({ url: database.url("web"), name: "test", max: 1, plans: "custom" });
}, 120_000);
afterAll(() => db.$client.end());

test.each([
  ["rare", 30, 7],
  ["never", 0, 50],
  // Some among the newest rows, but no page of them.
  ["thin", 90, 40],
  // More than one span may have: asked in shorter ones.
  ["common once", 2600, 600],
  // No span is short enough: an import may have many that say only their day.
  ["of one moment", 2600, 600],
  // A page beyond what a span may have.
  ["common once", 2600, 2600],
])("events with the note %s are found, all %i, newest first, in pages of %i", async (note, count, limit) => {
  const selection = await resolveConditions(db, [
    { field: "attribute", name: "note", operator: "any", values: [note] },
  ]);
  const found: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const { ids, partial, lookedTo } = await searchAttributes(db, selection, { cursor, limit });
    const rows = await db.execute<{ id: string }>(sql`select k.id from (${ids}) k order by k.id desc`);
    found.push(...rows.map(({ id }) => id));
    // On a machine that does much else a search may end early, and go on from there.
    if (rows.length < limit && !partial) break;
    cursor = rows.length < limit ? (lookedTo ?? undefined) : found.at(-1);
  }
  const stored = await database.owner()<{ id: string }[]>`
    select id from event.member_event where attributes -> 'note' ->> 'to' = ${note} order by id desc`;
  expect(stored).toHaveLength(count);
  expect(found).toEqual(stored.map(({ id }) => id));
});

test("what several actions may change is found behind more events than the first look reads, in pages", async () => {
  const selection = await resolveConditions(db, [{ field: "changed", operator: "any", values: ["mark"] }]);
  expect(selection.drivers.actions).toHaveLength(2);
  const found: string[] = [];
  for (const pageSize of [25, 50]) {
    const { ids } = await findEvents(db, selection, { cursor: found.at(-1), limit: pageSize });
    const rows = await db.execute<{ id: string }>(sql`select k.id from (${ids}) k order by k.id desc`);
    found.push(...rows.map(({ id }) => id));
  }
  const stored = await database.owner()<{ id: string }[]>`
    select id from event.member_event where attributes ? 'mark' order by id desc`;
  expect(stored).toHaveLength(60);
  expect(found).toEqual(stored.map(({ id }) => id));
});
