import { countEvents, countEventsSchema } from "../event-storage/counts/count-events.ts";
import { router, shows } from "./procedure.ts";

/** How many events conditions find, when, of whom and of what. */
export const countsRouter = router({
  events: shows("event:search", countEventsSchema, ({ ctx, input }) => countEvents(ctx.searchDb, ctx.actor, input)),
});
