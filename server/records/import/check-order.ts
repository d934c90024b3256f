import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";
import type { Mapping } from "./mapping/mapping.ts";
import { standsNewestFirst, WAY_OUT } from "./mapping/row-order.ts";

type Order = { ties: number; swapped: number; firstSwapped: number | null; back: number; forth: number };

/**
 * Compares the order of rows with that of their events: those of one member and one time, of which only the rows' places say
 * which happened first.
 *
 * @returns why the verdict is false, in sentences; empty when every such row stands where its event does.
 */
export async function reasonsAgainstOrder(
  db: Db,
  { source, order }: Pick<Mapping, "source" | "order">,
): Promise<string[]> {
  const place = order === "newest-first" ? sql`-r.line` : sql`r.line`;
  const [found] = await db.execute<Order>(sql`
    with step as (
      select r.line, r.occurred_at < lag(r.occurred_at) over file as back, r.occurred_at > lag(r.occurred_at) over file as forth,
             lag(r.line) over same <> r.line as tie, lag(s.event_id) over same > s.event_id as swapped
        from import_row r join event.source_event s on s.source = ${source} and s.source_event_id = r.source_event_id
      window file as (order by r.line, r.part), same as (partition by s.member_id, r.occurred_at order by ${place}, r.part))
    select count(*) filter (where tie)::int as ties, count(*) filter (where swapped)::int as swapped, min(line) filter (where swapped)::int as "firstSwapped",
           count(*) filter (where back)::int as back, count(*) filter (where forth)::int as forth
      from step`);
  if (!found) return [];
  const { ties, swapped, firstSwapped, back, forth } = found;
  const unclear = order === undefined && ties > 0 && standsNewestFirst(back, forth);
  const number = (count: number) => count.toLocaleString("en");
  return [
    ...(swapped > 0
      ? [
          `${number(swapped)} rows of one member and one time stand in another order than their events, the first in line ${firstSwapped}: they were stored in that order before, and events never change.`,
        ]
      : []),
    ...(unclear
      ? [`The rows stand newest first, and ${number(ties)} of them share member and time with another. ${WAY_OUT}`]
      : []),
  ];
}
