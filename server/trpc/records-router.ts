import { z } from "zod";
import { agreeToLoosening, agreeToLooseningSchema } from "../catalog/agree-to-loosening.ts";
import { pushCatalogAsStaff } from "../catalog/push-catalog-as-staff.ts";
import { exportRecords, exportRecordsSchema } from "../records/export-records.ts";
import { keepMapping, keepMappingSchema, listMappings } from "../records/make-mapping/keep-mapping.ts";
import { lookAtSample, lookAtSampleSchema } from "../records/make-mapping/look-at-sample.ts";
import { previewMapping, previewMappingSchema } from "../records/make-mapping/preview-mapping.ts";
import { readRecords, readRecordsSchema } from "../records/read-records.ts";
import { listRecordViews } from "../records/record-views.ts";
import { memberStateAt, stateAtSchema } from "../records/state-at.ts";
import { acts, router, shows, tells } from "./procedure.ts";

/** The former record tables as views over events. Which there are is known to everybody, auditors too. Over all members, reading asks for more than opening one: the verb checks. */
export const recordsRouter = router({
  views: tells("self", z.object({}).strict(), async () => listRecordViews()),
  read: shows("member:open", readRecordsSchema, ({ ctx, input, signal }) => {
    // One member's are a short read: it waits behind nobody's searches.
    if (input.memberId !== undefined) return readRecords(ctx.db, ctx.actor, input);
    return ctx.search((db) => readRecords(db, ctx.actor, input), signal);
  }),
  export: acts("record:export", exportRecordsSchema, ({ ctx, input }) =>
    ctx.search((db) => exportRecords(db, ctx.actor, input)),
  ),
  lookAtSample: tells("catalog:push", lookAtSampleSchema, ({ ctx, input }) => lookAtSample(ctx.actor, input)),
  previewMapping: tells("catalog:push", previewMappingSchema, ({ ctx, input }) =>
    previewMapping(ctx.db, ctx.actor, input),
  ),
  keepMapping: acts("catalog:push", keepMappingSchema, ({ ctx, input }) => keepMapping(ctx.db, ctx.actor, input)),
  mappings: tells("catalog:push", z.object({}).strict(), ({ ctx }) => listMappings(ctx.db, ctx.actor)),
});

/** A member's state at a moment; stands among the procedures of members. */
export const stateAtProcedure = shows("member:open", stateAtSchema, ({ ctx, input }) =>
  memberStateAt(ctx.db, ctx.actor, input),
);

/** Brings the event catalog to what a file says; stands among the procedures of the catalog. */
export const pushCatalogProcedure = acts(
  "catalog:push",
  z.object({ catalog: z.unknown() }).strict(),
  ({ ctx, input }) => pushCatalogAsStaff(ctx.db, ctx.actor, input),
);

/** Agrees to another admin's catalog taking a mask off; stands among the procedures of the catalog. */
export const loosenCatalogProcedure = acts("catalog:push", agreeToLooseningSchema, ({ ctx, input }) =>
  agreeToLoosening(ctx.db, ctx.actor, input),
);
