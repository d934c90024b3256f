import { type SQL, sql } from "drizzle-orm";

/**
 * The event of an id, for `cross join lateral`: one descent of one partition's primary key for each id. Joined plainly to a
 * list of ids whose length the planner cannot know, it may choose to read all partitions whole, every time.
 *
 * @param memberId whose event it is, wherever that is known: another member's is not found.
 */
export function eventOf(id: SQL, memberId?: SQL): SQL {
  return sql`(select * from event.member_event where id = ${id}${memberId ? sql` and member_id = ${memberId}` : sql``} limit 1)`;
}
