import { type SQL, sql } from "drizzle-orm";

/**
 * That an event (alias e) belongs to a story. The index of stories leaves out the events that begin one, which are most and
 * have their story's id: those are found by their own.
 *
 * @param id the story's id, a uuid in SQL.
 */
export function isOfStory(id: SQL): SQL {
  return sql`((e.correlation_id = ${id} and e.correlation_id <> e.id) or (e.id = ${id} and e.correlation_id = ${id}))`;
}
