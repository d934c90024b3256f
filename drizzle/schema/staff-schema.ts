import { snakeCase } from "drizzle-orm/pg-core";

/** Who may use the console, their sessions and tokens, and the record of what they looked at. */
export const staffSchema = snakeCase.schema("staff");
