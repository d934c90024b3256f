import { customType } from "drizzle-orm/pg-core";

/** A transaction's 64-bit id, as text. */
export const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** A path of SQL/JSON, as text. */
export const jsonpath = customType<{ data: string }>({ dataType: () => "jsonpath" });
