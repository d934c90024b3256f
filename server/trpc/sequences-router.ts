import { searchSequences } from "../event-storage/sequences/search-sequences.ts";
import { exportChains } from "../records/export-chains.ts";
import { chainExportSchema, sequenceSearchSchema } from "../vocabulary/sequence/sequence-schema.ts";
import { acts, router, shows } from "./procedure.ts";

/** What happened one after the other. */
export const sequencesRouter = router({
  search: shows("event:search", sequenceSearchSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => searchSequences(db, ctx.actor, input, { signal, other: ctx.db }), signal),
  ),
  export: acts("record:export", chainExportSchema, ({ ctx, input }) =>
    ctx.search((db) => exportChains(db, ctx.actor, input)),
  ),
});
