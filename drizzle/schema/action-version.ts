import { boolean, jsonb, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { jsonpath } from "./column-types.ts";
import { eventSchema } from "./event-schema.ts";

/**
 * One version of an action: who may see it, its JSON Schema, its sentences. Written by event.push_action_version, with
 * what storing asks of the schema worked out (declared to fault); never changed once
 * an event uses it, but for `upcast`, which says how readers see the attributes of the version before. The primary key serves storing and publishing.
 */
export const actionVersion = eventSchema.table(
  "action_version",
  {
    actionId: smallint().notNull(),
    version: smallint().notNull(),
    external: boolean().notNull().default(false),
    schema: jsonb().$type<Record<string, unknown>>().notNull(),
    sentence: jsonb().$type<{ ko: string; en: string }>().notNull(),
    upcast: jsonb().$type<Record<string, unknown>>(),
    declared: text().array().notNull(),
    required: text().array().notNull(),
    personalNames: text().array().notNull(),
    personalKinds: text().array().notNull(),
    promoted: text().array().notNull(),
    isFlat: boolean().notNull(),
    fault: jsonpath().notNull(),
  },
  (t) => [primaryKey({ columns: [t.actionId, t.version] })],
);
