import { z } from "zod";
import { audienceNames } from "./audiences.ts";
import { LONGEST_WINDOW_S, MOST_WATCHED, SHORTEST_WINDOW_S, watchMeasures, watchSubjects } from "./watch.ts";

/** A watch to make: on which saved view, when it calls, who sees what it finds, and which registered host is told. */
export const newWatchSchema = z
  .object({
    viewId: z.uuid(),
    measure: z.enum(watchMeasures),
    per: z.enum(watchSubjects),
    moreThan: z.number().int().min(0).max(MOST_WATCHED),
    windowSeconds: z.number().int().min(SHORTEST_WINDOW_S).max(LONGEST_WINDOW_S),
    audience: z.enum(audienceNames),
    hostId: z.uuid().nullable().default(null),
  })
  .strict();
export type NewWatch = z.infer<typeof newWatchSchema>;

/** One watch. */
export const oneWatchSchema = z.object({ id: z.uuid() }).strict();

/** A watch that is to rest, or to go on. */
export const pauseWatchSchema = z.object({ id: z.uuid(), isPaused: z.boolean() }).strict();
