import postgres from "postgres";
import { beforeAll, expect, test } from "vitest";
import { insertTestCatalog } from "../testing/catalog.ts";
import { useDatabase } from "../testing/database.ts";

const database = useDatabase();
beforeAll(() => insertTestCatalog(database.owner()));

// Types are looked for among a session's temporary objects first, unless pg_temp is named last: a domain called "text" whose check is
// a function would run it with the owner's rights.
test("a login that may only record cannot slip a type of its own under the owner's functions", async () => {
  const sql = postgres(database.url("domain_writer"), { max: 1, onnotice: () => {} });
  try {
    for (const type of ["text", "jsonb", "bytea", "uuid", "timestamptz", "numeric"]) {
      await sql.unsafe(`
        create function pg_temp.spy(v pg_catalog.${type}) returns pg_catalog.bool language plpgsql as $$
        begin
          if current_user <> session_user then raise exception 'runs as %', current_user; end if;
          return true;
        end $$;
        create domain pg_temp.${type} as pg_catalog.${type} check (pg_temp.spy(value))`);
    }
    await sql`
      select event.record_member_event('m-1', 'thing.changed', '{"phone": {"to": "010-1234-5678"}, "note": {"to": "x"}}',
        '{"ip": "203.0.113.9"}', source => 'shop', source_event_id => '1', message_attributes => '{"a": {"Type": "String", "Value": "b"}}')`;
  } finally {
    await sql.end();
  }
  expect(await database.owner()`select from event.member_event`).toHaveLength(1);
});

test("every function that sets a search path names pg_temp last", async () => {
  const open = await database.owner()`
    select p.oid::regprocedure::text as name from pg_proc p
     where p.pronamespace in ('event'::regnamespace, 'staff'::regnamespace)
       and (p.prosecdef or p.proconfig is not null)
       and not coalesce('search_path=pg_catalog, pg_temp' = any(p.proconfig), false)`;
  expect(open.map(({ name }) => name)).toEqual([]);
});
