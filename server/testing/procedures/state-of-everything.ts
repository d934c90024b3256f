import { createHash } from "node:crypto";
import type { Sql } from "postgres";

/** A digest of each table's rows in the product's schemas: what nothing was done to stays equal. */
export async function stateOfEverything(owner: Sql): Promise<Record<string, string>> {
  const tables = await owner<{ name: string }[]>`
    select c.oid::regclass::text as name from pg_class c
     where c.relnamespace in ('event'::regnamespace, 'staff'::regnamespace, 'republish'::regnamespace)
       and c.relkind in ('r', 'p') and not c.relispartition order by 1`;
  const state: Record<string, string> = {};
  for (const { name } of tables) {
    const rows = await owner<{ row: string }[]>`select t::text as row from ${owner.unsafe(name)} t order by 1`;
    state[name] = `${rows.length} ${createHash("sha256")
      .update(rows.map(({ row }) => row).join("\n"))
      .digest("hex")}`;
  }
  return state;
}

/** Lets no access record be written until `mend` is called. */
export async function refuseRecords(owner: Sql): Promise<{ mend(): Promise<void> }> {
  await owner`create function public.no_record() returns trigger language plpgsql as $$ begin raise 'records are refused'; end $$`;
  await owner`create trigger no_record before insert on staff.access_record for each statement execute function public.no_record()`;
  return {
    async mend() {
      await owner`drop trigger no_record on staff.access_record`;
      await owner`drop function public.no_record()`;
    },
  };
}
