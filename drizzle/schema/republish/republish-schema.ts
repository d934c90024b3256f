import { snakeCase } from "drizzle-orm/pg-core";

/** Staff orders to send events again. */
export const republishSchema = snakeCase.schema("republish");
