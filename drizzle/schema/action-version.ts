import { boolean, jsonb, primaryKey, smallint } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * One version of an action: who may see it, its JSON Schema, its sentences. Written by a catalog push; never changed once
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
  },
  (t) => [primaryKey({ columns: [t.actionId, t.version] })],
);
