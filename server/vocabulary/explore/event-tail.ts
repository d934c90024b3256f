import { z } from "zod";
import { conditionsSchema, timeSchema } from "../condition-schema.ts";
import type { EventPage } from "../member-event.ts";

/** What is followed: the events that conditions find, stored since a list of them was read. */
export const eventTailSchema = z.object({ conditions: conditionsSchema, since: timeSchema }).strict();
export type EventTail = z.infer<typeof eventTailSchema>;

/**
 * What came since the look before: new events, and those of the last minute whose publication has gone on, newest first.
 * `continues` is false where more came than one look shows: the page then stands alone, and goes on below its cursor.
 */
export type ArrivedEvents = EventPage & { continues: boolean };
