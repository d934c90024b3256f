import { expect, test } from "vitest";
import { insertTestCatalog } from "../../testing/catalog.ts";
import { useDatabase } from "../../testing/database.ts";

const database = useDatabase();

test.each([
  ["203.0.113.9:51234", "203.0.113.9"],
  ["::ffff:203.0.113.9", "203.0.113.9"],
  ["2001:DB8::1", "2001:db8::1"],
  ["999.1.1.1", null],
  ["x".repeat(5000), null],
  [5, null],
  ["", null],
])("the address %s is kept as it was given, and searched as %s", async (ip, searched) => {
  const owner = database.owner();
  const [known] = await owner`select from event.action`;
  if (!known) await insertTestCatalog(owner);
  const [stored] = await owner<{ id: string }[]>`
    select event.record_member_event('m-1', 'thing.changed', '{}', ${JSON.stringify({ ip })}::text::jsonb) as id`;
  const [row] = await owner`select context -> 'ip' as given, ip from event.member_event where id = ${stored?.id ?? ""}`;
  expect(row).toEqual({ given: ip, ip: searched });
});
