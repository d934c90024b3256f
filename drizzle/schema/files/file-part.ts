import { bytea, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { staffSchema } from "../staff-schema.ts";

/** One part of a prepared file, sealed with FILE_KEY, which the database does not hold, and the members in it. Written by the worker, deleted by being read. */
export const filePart = staffSchema.table(
  "file_part",
  {
    fileId: uuid().notNull(),
    n: integer().notNull(),
    sealed: bytea().notNull(),
    memberIds: text().array().notNull(),
  },
  (table) => [primaryKey({ columns: [table.fileId, table.n] })],
);
