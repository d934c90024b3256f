import { uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/** Access records that are not in the chain yet. Written by a trigger with the record, taken by staff.append_seal. */
export const unsealed = staffSchema.table("unsealed", { recordId: uuid().primaryKey().notNull() });
