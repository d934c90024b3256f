import { snakeCase } from "drizzle-orm/pg-core";

/** The event storage: history, proof of publication, and what is still to be published. */
export const eventSchema = snakeCase.schema("event");
