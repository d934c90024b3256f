import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";

const database = useDatabase();
beforeAll(() => insertTestCatalog(database.owner()));

test("events of one given time keep the order in which they come, in one call and in many", async () => {
  const sql = database.owner();
  for (const n of Array.from({ length: 40 }, (_, i) => i)) {
    await sql`select event.record_member_event('m-order', 'thing.changed', ${JSON.stringify({ note: { to: `n${n}` } })}::text::jsonb, occurred_at => date_trunc('hour', now()) - interval '1 hour')`;
  }
  const rows = await sql<{ note: string }[]>`
    select attributes -> 'note' ->> 'to' as note from event.member_event where member_id = 'm-order' order by id`;
  expect(rows.map(({ note }) => note)).toEqual(Array.from({ length: 40 }, (_, i) => `n${i}`));
});

test("rows of a file that have one time keep their order, those that are stored one by one among them", async () => {
  const sql = database.owner();
  // A context beyond 64 KiB is no plain row: it goes through event.store_event.
  const rows = Array.from({ length: 30 }, (_, i) => ({
    n: i,
    sourceEventId: `row-${i}`,
    memberId: "m-file",
    action: "thing.changed",
    attributes: { note: { to: `n${i}` } },
    context: i % 3 === 0 ? { long: "x".repeat(70_000) } : {},
    occurredAt: "2026-10-01T00:00:00.123456Z",
  }));
  await sql`call event.add_quarters('2026-10-01', '2026-10-01')`;
  const stored = await sql`select is_new from event.import_events('file', ${JSON.stringify(rows)}::text::jsonb)`;
  expect(stored.filter(({ is_new }) => is_new)).toHaveLength(30);
  const notes = await sql<{ note: string }[]>`
    select attributes -> 'note' ->> 'to' as note from event.member_event where member_id = 'm-file' order by id`;
  expect(notes.map(({ note }) => note)).toEqual(rows.map(({ n }) => `n${n}`));
});

test("an id says its time, its version and its member's bucket; without an account it lies anywhere", async () => {
  const sql = database.owner();
  const [row] = await sql`
    select uuid_extract_version(x.id) = 7 and uuid_extract_version(y.id) = 7 as v7, right(x.id::text, 3) = left(md5('m-1'), 3) as given,
           right(y.id::text, 3) = left(md5('m-1'), 3) as minted, abs(extract(epoch from uuid_extract_timestamp(x.id) - '2026-03-04T05:06:07.891Z')) < 0.001 as timed
      from (select event.id_at('2026-03-04T05:06:07.891234Z', 'm-1') as id) x, (select event.id_now('m-1') as id) y`;
  expect(row).toEqual({ v7: true, given: true, minted: true, timed: true });
  const [buckets] = await sql`
    select count(distinct right(event.id_now('unknown')::text, 3))::int as n from generate_series(1, 200)`;
  expect(buckets?.n).toBeGreaterThan(100);
});

test("ids of one session grow, whatever the member", async () => {
  const rows = await database.owner()<{ id: string }[]>`
    select event.id_now('m-' || i % 7)::text as id from generate_series(1, 2000) i`;
  const ids = rows.map(({ id }) => id);
  expect([...ids].sort()).toEqual(ids);
});

test("the row keeps the transaction that stored it", async () => {
  const sql = database.owner();
  const { late, bound } = await sql.begin(async (tx) => {
    const [before] = await tx<
      { id: string }[]
    >`select event.record_member_event('m-late', 'thing.changed', '{}') as id`;
    const [snapshot] = await sql<{ at: string }[]>`select pg_current_snapshot()::text as at`;
    return { late: before?.id ?? "", bound: snapshot?.at ?? "" };
  });
  const [row] = await sql`
    select pg_visible_in_snapshot(stored_by, ${bound}::pg_snapshot) as known from event.member_event where id = ${late}`;
  expect(row).toEqual({ known: false });
});

test.each([
  ["203.0.113.9", "203.0.113.9"],
  ["203.0.113.9:51234", "203.0.113.9"],
  [" 203.0.113.9 ", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["::FFFF:CB00:7109", "203.0.113.9"],
  ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["[2001:db8::1]:443", "2001:db8::1"],
  ["fe80::1%eth0", "fe80::1"],
  ["::1", "::1"],
  ["203.0.113.010", "203.0.113.10"],
  ["999.1.1.1", null],
  ["1.2.3", null],
  ["10.0.0.0/8", null],
  ["somewhere", null],
  ["", null],
])("an address written as %j is found as %j, and storing never fails for it", async (given, canonical) => {
  const [stored] = await database.owner()<{ id: string }[]>`
    select event.record_member_event('m-ip', 'thing.changed', '{}', ${JSON.stringify({ ip: given })}::text::jsonb) as id`;
  const [row] = await database.owner()`
    select ip, context ->> 'ip' as given from event.member_event where id = ${stored?.id ?? ""}`;
  expect(row).toEqual({ ip: canonical, given });
});

const json = fc.oneof(
  fc.constantFrom("free", "paid", "x", "", 1, 1.5, -7, 0, true, false, null, "1e400"),
  fc.constantFrom<unknown>([], ["a"], {}, { a: 1 }, [{ type: "object" }]),
);
/** Mostly what the schema declares, so that many are taken whole. */
const good = {
  text: fc.string({ unit: "grapheme" }),
  whole: fc.integer(),
  part: fc.double({ noNaN: true, noDefaultInfinity: true }),
  flag: fc.boolean(),
  list: fc.array(fc.integer()),
  thing: fc.dictionary(fc.string(), fc.integer()),
  choice: fc.constantFrom("free", "paid"),
  level: fc.constantFrom(1, -7),
};
const change = (value: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.record({ from: fc.oneof(value, fc.constant(null)), to: value }, { requiredKeys: [] }) },
    { weight: 2, arbitrary: fc.record({ from: value, to: json }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: fc.oneof(json, fc.record({ from: value, was: json })) },
  );
const attributes = fc
  .tuple(
    fc.record(
      {
        text: change(good.text),
        whole: change(good.whole),
        part: change(good.part),
        flag: change(good.flag),
        list: change(good.list),
        thing: change(good.thing),
        choice: change(good.choice),
        level: change(good.level),
      },
      { requiredKeys: [] },
    ),
    fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: fc.record({ other: json }) }),
  )
  .map(([declared, other]) => ({ ...declared, ...other }));
const schema = {
  type: "object",
  properties: {
    text: { type: "string" },
    whole: { type: "integer" },
    part: { type: "number" },
    flag: { type: "boolean" },
    list: { type: "array" },
    thing: { type: "object" },
    choice: { type: "string", enum: ["free", "paid"] },
    level: { type: "integer", enum: [1, -7] },
  },
  required: ["text"],
};

test("what the rules of a pushed version let pass at one look, a look at each attribute lets pass and finds a change; the rest it refuses, or it may be no change", async () => {
  const given = fc.sample(attributes, 1500);
  const rows = await database.owner().begin(async (tx) => {
    await tx.unsafe(`
      create function pg_temp.is_refused(attributes jsonb, schema jsonb) returns boolean language plpgsql as $$
      begin
        perform event.refuse_attributes(attributes, schema, 'thing.tried');
        return false;
      exception when sqlstate 'MS400' then return true;
      end $$`);
    return tx<{ attributes: unknown; plain: boolean; refused: boolean; unchanged: boolean; unclear: boolean }[]>`
      select g.value as attributes,
             g.value - r.declared = '{}' and g.value ?& r.required and not coalesce(jsonb_path_match(g.value, r.fault, '{}', true), true) as plain,
             pg_temp.is_refused(g.value, s.schema) as refused,
             event.no_changes(g.value) <> '{}' as unchanged,
             jsonb_path_exists(g.value, '$.keyvalue() ? (@.key == "list" || @.key == "thing").value ? (exists(@.from) && exists(@.to))') as unclear
        from (select ${JSON.stringify(schema)}::text::jsonb as schema) s, event.attribute_rules(s.schema) r,
             jsonb_array_elements(${JSON.stringify(given)}::text::jsonb) g`;
  });
  expect(rows.filter(({ plain, refused, unchanged }) => plain && (refused || unchanged))).toEqual([]);
  expect(rows.filter((row) => !(row.plain || row.refused || row.unchanged || row.unclear))).toEqual([]);
  expect(rows.filter(({ plain }) => plain).length).toBeGreaterThan(50);
  expect(rows.filter(({ plain }) => !plain).length).toBeGreaterThan(50);
});
