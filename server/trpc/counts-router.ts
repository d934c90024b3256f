import { countAll, countAllSchema } from "../event-storage/counts/count-all.ts";
import { countEvents, countEventsSchema } from "../event-storage/counts/count-events.ts";
import { countQuestionSchema } from "../event-storage/counts/count-question.ts";
import { eventFacets } from "../event-storage/counts/event-facets.ts";
import { foundMembers } from "../event-storage/counts/found-members.ts";
import { router, shows } from "./procedure.ts";

/** How many events a search finds, when, of whom and of what. */
export const countsRouter = router({
  events: shows("event:search", countEventsSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => countEvents(db, ctx.actor, input, { signal, other: ctx.db }), signal),
  ),
  all: shows("event:search", countAllSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => countAll(db, ctx.actor, { ...input, signal, other: ctx.db }), signal),
  ),
  facets: shows("event:search", countQuestionSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => eventFacets(db, ctx.actor, input, { signal, other: ctx.db }), signal),
  ),
  members: shows("event:search", countQuestionSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => foundMembers(db, ctx.actor, input, { signal, other: ctx.db }), signal),
  ),
});
