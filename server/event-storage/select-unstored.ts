import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { eventOf } from "./event-of.ts";

/** Those of the given ids under which no event is stored: forged, or of an action that was undone. */
export async function selectUnstored(db: Executor, eventIds: readonly string[]): Promise<Set<string>> {
  if (eventIds.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select given as id from jsonb_array_elements_text(${JSON.stringify(eventIds)}::text::jsonb) given
     where not exists (select from ${eventOf(sql`given::uuid`)} e)`);
  return new Set(rows.map(({ id }) => id));
}
