import { boolean, bytea, smallint } from "drizzle-orm/pg-core";
import { eventSchema } from "./event-schema.ts";

/**
 * The key of all keyed hashes. Written by migrate; read only by functions of the owner. A dump holds it: guard dumps.
 */
export const hashKey = eventSchema.table("hash_key", {
  keyId: smallint().primaryKey().notNull(),
  key: bytea().notNull(),
  active: boolean().notNull(),
});
