import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { PersonalNames } from "./mapping/map-row.ts";

/** Which attributes of the catalog's actions hold personal values. */
export async function selectPersonalNames(db: Executor): Promise<PersonalNames> {
  const rows = await db.execute<{ name: string; version: number; is_current: boolean; personal: string[] }>(sql`
    select a.name, v.version, v.version = a.current_version as is_current,
           array(select p.key from jsonb_each(v.schema -> 'properties') p where p.value ? 'personal') as personal
      from event.action a join event.action_version v on v.action_id = a.id`);
  const none: ReadonlySet<string> = new Set();
  const known = new Map<string, ReadonlySet<string>>();
  for (const { name, version, is_current, personal } of rows) {
    known.set(`${name} ${version}`, new Set(personal));
    if (is_current) known.set(name, new Set(personal));
  }
  return (action, version) => known.get(version === undefined ? action : `${action} ${version}`) ?? none;
}
