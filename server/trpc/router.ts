import { z } from "zod";
import { checkCatalog } from "../catalog/check-catalog.ts";
import { listActions } from "../catalog/list-actions.ts";
import { actionVolumes } from "../event-storage/actions/action-volumes.ts";
import { showAction } from "../event-storage/actions/show-action.ts";
import { lookUp, lookUpSchema } from "../event-storage/member/look-up.ts";
import { memberProfile, memberProfileSchema } from "../event-storage/member/member-profile.ts";
import { memberTimeline, memberTimelineSchema } from "../event-storage/member/member-timeline.ts";
import { recentMembers } from "../event-storage/member/recent-members.ts";
import { revealField } from "../event-storage/member/reveal-field.ts";
import { keepSearch, keepSearchSchema, keptSearch, keptSearchSchema } from "../event-storage/search/kept-search.ts";
import { searchByPolicy, searchByPolicySchema } from "../event-storage/search/search-by-policy.ts";
import { searchEvents } from "../event-storage/search/search-events.ts";
import { tailEvents } from "../event-storage/search/tail-events.ts";
import { showEvent } from "../event-storage/show-event.ts";
import { recordEvent, recordEventSchema } from "../event-storage/store/record-event.ts";
import { offerValues, offerValuesSchema } from "../event-storage/values/offer-values.ts";
import { exportEvents } from "../records/export-events.ts";
import { eventSearchSchema } from "../vocabulary/condition-schema.ts";
import { actionVolumesSchema, oneActionSchema } from "../vocabulary/explore/catalog-page.ts";
import { eventTailSchema } from "../vocabulary/explore/event-tail.ts";
import { eventExportSchema } from "../vocabulary/oversight/event-export.ts";
import { revealSchema } from "../vocabulary/oversight/reveal.ts";
import { accessRecordsRouter } from "./access-records-router.ts";
import { countsRouter } from "./counts-router.ts";
import { deadLettersRouter } from "./dead-letters-router.ts";
import { erasuresRouter } from "./erasures-router.ts";
import { filesRouter } from "./files-router.ts";
import { linksRouter } from "./links-router.ts";
import { acts, router, shows, showsLive, tells } from "./procedure.ts";
import { publicationRouter } from "./publication-router.ts";
import { loosenCatalogProcedure, pushCatalogProcedure, recordsRouter, stateAtProcedure } from "./records-router.ts";
import { republishRouter } from "./republish-router.ts";
import { sequencesRouter } from "./sequences-router.ts";
import { sessionRouter } from "./session-router.ts";
import { settingsRouter, staffRouter, tokensRouter } from "./settings-router.ts";
import { subscribersRouter } from "./subscribers-router.ts";
import { viewsRouter } from "./views-router.ts";
import { hostsRouter, watchesRouter } from "./watches-router.ts";

/** Often enough to be read as it happens; each look is a search and, where something came, an access record. */
const TAIL_EVERY_MS = 2_000;

const nothing = z.object({}).strict();
const oneEvent = z
  .object({ eventId: z.uuid("must be an event id, like 0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b") })
  .strict();

/**
 * Everything the console and the command line can ask: each line says what it is (it shows members, it acts, or it tells what
 * concerns none), a permission, an input and one call.
 */
export const appRouter = router({
  session: sessionRouter,
  staff: staffRouter,
  tokens: tokensRouter,
  settings: settingsRouter,
  lookUp: router({
    find: shows("member:look-up", lookUpSchema, ({ ctx, input }) => lookUp(ctx.db, ctx.actor, input)),
  }),
  members: router({
    profile: shows("member:open", memberProfileSchema, ({ ctx, input }) => memberProfile(ctx.db, ctx.actor, input)),
    timeline: shows("member:open", memberTimelineSchema, ({ ctx, input }) => memberTimeline(ctx.db, ctx.actor, input)),
    recent: shows("member:open", nothing, ({ ctx }) => recentMembers(ctx.db, ctx.actor)),
    stateAt: stateAtProcedure,
    reveal: acts("member:reveal", revealSchema, ({ ctx, input }) => revealField(ctx.db, ctx.actor, input)),
  }),
  events: router({
    search: shows("event:search", eventSearchSchema, ({ ctx, input, signal }) =>
      ctx.search((db) => searchEvents(db, ctx.actor, input, { signal, other: ctx.db }), signal),
    ),
    follow: showsLive(
      "event:search",
      eventTailSchema,
      (input) => {
        const look = tailEvents(input);
        return ({ ctx, signal }) => ctx.search((db) => look(db, ctx.actor, { signal, other: ctx.db }), signal);
      },
      { everyMs: TAIL_EVERY_MS },
    ),
    searchByPolicy: shows("event:search", searchByPolicySchema, ({ ctx, input, signal }) =>
      ctx.search((db) => searchByPolicy(db, ctx.actor, input, { signal, other: ctx.db }), signal),
    ),
    offerValues: shows("event:search", offerValuesSchema, ({ ctx, input, signal }) =>
      ctx.search((db) => offerValues(db, ctx.actor, input), signal),
    ),
    keepSearch: acts("member:open", keepSearchSchema, ({ ctx, input }) => keepSearch(ctx.db, ctx.actor, input)),
    keptSearch: tells("member:open", keptSearchSchema, ({ ctx, input }) => keptSearch(ctx.db, ctx.actor, input)),
    export: acts("record:export", eventExportSchema, ({ ctx, input }) =>
      ctx.search((db) => exportEvents(db, ctx.actor, input)),
    ),
    show: shows("event:show", oneEvent, ({ ctx, input }) => showEvent(ctx.db, ctx.actor, input)),
    record: acts("event:record", recordEventSchema, ({ ctx, input }) => recordEvent(ctx.db, ctx.actor, input)),
  }),
  catalog: router({
    actions: tells("self", nothing, ({ ctx }) => listActions(ctx.db)),
    volumes: tells("event:show", actionVolumesSchema, ({ ctx, input, signal }) =>
      ctx.search((db) => actionVolumes(db, ctx.actor, input), signal),
    ),
    show: tells("event:show", oneActionSchema, ({ ctx, input, signal }) =>
      ctx.search((db) => showAction(db, ctx.actor, input), signal),
    ),
    check: tells("self", z.object({ catalog: z.unknown() }).strict(), ({ ctx, input }) =>
      checkCatalog(ctx.db, input.catalog),
    ),
    push: pushCatalogProcedure,
    loosen: loosenCatalogProcedure,
  }),
  accessRecords: accessRecordsRouter,
  counts: countsRouter,
  deadLetters: deadLettersRouter,
  erasures: erasuresRouter,
  files: filesRouter,
  links: linksRouter,
  publication: publicationRouter,
  records: recordsRouter,
  republish: republishRouter,
  sequences: sequencesRouter,
  subscribers: subscribersRouter,
  views: viewsRouter,
  watches: watchesRouter,
  hosts: hostsRouter,
});

/** The type that clients are built from; nothing of the server comes with it. */
export type AppRouter = typeof appRouter;
