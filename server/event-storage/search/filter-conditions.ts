import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { jsonb, textArray } from "../../sql-values.ts";
import type { EventFilter } from "../../vocabulary/event-filter.ts";

type AttributeCondition = NonNullable<EventFilter["attributes"]>[number];

/** Joins conditions with AND; none is true. */
export function allOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
}

/** Where an event (alias e) lies in time and below the cursor, by its id alone: partitions are pruned. */
export function timeConditions(filter: Pick<EventFilter, "from" | "to">, cursor: string | undefined): SQL[] {
  return [
    ...(filter.from ? [sql`e.id >= event.id_floor(${filter.from}::timestamptz)`] : []),
    ...(filter.to ? [sql`e.id < event.id_floor(${filter.to}::timestamptz)`] : []),
    ...(cursor ? [sql`e.id < ${cursor}::uuid`] : []),
  ];
}

/** That an attribute was or became a value, served by the GIN index on attributes. */
export function attributeCondition({ name, side, value }: AttributeCondition): SQL {
  const holds = (key: "from" | "to") => sql`e.attributes @> ${jsonb({ [name]: { [key]: value } })}`;
  if (side === "was") return holds("from");
  if (side === "became") return holds("to");
  return sql`(${holds("from")} or ${holds("to")})`;
}

/**
 * The catalog's numbers of the actions a filter allows: the named ones, narrowed to those that can change one of the
 * named attributes. Undefined = every action; empty = none, so nothing can match.
 */
export async function allowedActions(db: Executor, filter: EventFilter): Promise<number[] | undefined> {
  if (!filter.actions && !filter.changed) return undefined;
  const conditions = [
    ...(filter.actions ? [sql`a.name = any(${textArray(filter.actions)})`] : []),
    ...(filter.changed
      ? [
          sql`exists (select from event.action_version v
                where v.action_id = a.id and v.schema -> 'properties' ?| ${textArray(filter.changed)})`,
        ]
      : []),
  ];
  const rows = await db.execute<{ id: number }>(sql`select a.id from event.action a where ${allOf(conditions)}`);
  return rows.map((row) => row.id);
}
