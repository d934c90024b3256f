import { customType } from "drizzle-orm/pg-core";

/** A transaction's 64-bit id, as text. */
export const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** Which transactions were through at a moment, as text. */
export const pgSnapshot = customType<{ data: string }>({ dataType: () => "pg_snapshot" });

/** A path of SQL/JSON, as text. */
export const jsonpath = customType<{ data: string }>({ dataType: () => "jsonpath" });
