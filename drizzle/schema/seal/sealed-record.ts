import { bigint, bytea, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/**
 * The place of an access record in the chain, and the hash of the record, its position and the hash before it. Positions have no gap.
 * Written by staff.append_seal alone; the unique record_id keeps a record at one place.
 */
export const sealedRecord = staffSchema.table("sealed_record", {
  position: bigint({ mode: "number" }).primaryKey().notNull(),
  recordId: uuid().notNull().unique(),
  hash: bytea().notNull(),
});
