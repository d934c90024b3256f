import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { jsonb } from "../../sql-values.ts";
import type { EventFilter } from "../../vocabulary/event-filter.ts";

/**
 * The filter as an access record may hold it for ever: values of attributes that the catalog calls personal stand masked, as in
 * the events, or as "***" when they are no such value.
 */
export async function recordableFilter(db: Executor, filter: EventFilter): Promise<EventFilter> {
  if (filter.attributes === undefined) return filter;
  const given = filter.attributes.map(({ name, value }, n) => ({ n, name, value: String(value) }));
  const rows = await db.execute<{ n: number; masked: string }>(sql`
    select distinct on (g.n) g.n, coalesce(event.mask(p.kind, event.normalize_personal(p.kind, g.value)), '***') as masked
      from jsonb_to_recordset(${jsonb(given)}) as g(n int, name text, value text)
      join (select distinct p.key as name, p.value ->> 'personal' as kind
              from event.action_version v, jsonb_each(v.schema -> 'properties') p where p.value ? 'personal') p on p.name = g.name`);
  const masked = new Map(rows.map((row) => [row.n, row.masked]));
  return {
    ...filter,
    attributes: filter.attributes.map((one, n) => ({ ...one, value: masked.get(n) ?? one.value })),
  };
}
