import { searchSequences } from "../event-storage/sequences/search-sequences.ts";
import { sequenceSearchSchema } from "../vocabulary/sequence/sequence-schema.ts";
import { router, shows } from "./procedure.ts";

/** What happened one after the other. */
export const sequencesRouter = router({
  search: shows("event:search", sequenceSearchSchema, ({ ctx, input, signal }) =>
    searchSequences(ctx.searchDb, ctx.actor, input, { signal, other: ctx.db }),
  ),
});
