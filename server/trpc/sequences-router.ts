import { searchSequences } from "../event-storage/sequences/search-sequences.ts";
import { sequenceSearchSchema } from "../vocabulary/sequence/sequence-schema.ts";
import { router, shows } from "./procedure.ts";

/** What happened one after the other. */
export const sequencesRouter = router({
  search: shows("event:search", sequenceSearchSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => searchSequences(db, ctx.actor, input, { signal, other: ctx.db }), signal),
  ),
});
