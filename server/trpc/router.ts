import { z } from "zod";
import { listActions } from "../catalog/list-actions.ts";
import { lookUp, lookUpSchema } from "../event-storage/member/look-up.ts";
import { memberProfile } from "../event-storage/member/member-profile.ts";
import { memberTimeline, memberTimelineSchema } from "../event-storage/member/member-timeline.ts";
import { recentMembers } from "../event-storage/member/recent-members.ts";
import { searchByPolicy, searchByPolicySchema } from "../event-storage/search/search-by-policy.ts";
import { searchEvents } from "../event-storage/search/search-events.ts";
import { showEvent } from "../event-storage/show-event.ts";
import { recordEvent, recordEventSchema } from "../event-storage/store/record-event.ts";
import { listAccessRecords, listAccessRecordsSchema } from "../staff/list-access-records.ts";
import { signOut } from "../staff/sign-out.ts";
import { eventSearchSchema } from "../vocabulary/condition-schema.ts";
import { permissionsOf } from "../vocabulary/roles.ts";
import type { Me } from "../vocabulary/views.ts";
import { deadLettersRouter } from "./dead-letters-router.ts";
import { procedure, router } from "./procedure.ts";
import { publicationRouter } from "./publication-router.ts";
import { pushCatalogProcedure, recordsRouter, stateAtProcedure } from "./records-router.ts";
import { republishRouter } from "./republish-router.ts";
import { subscribersRouter } from "./subscribers-router.ts";

const nothing = z.object({}).strict();
const oneMember = z.object({ memberId: z.string().min(1).max(64) }).strict();
const oneEvent = z
  .object({ eventId: z.uuid("must be an event id, like 0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b") })
  .strict();

/** Everything the console and the command line can ask: each line is a permission, an input and one call. */
export const appRouter = router({
  session: router({
    me: procedure("self")
      .input(nothing)
      .query(({ ctx: { actor } }): Me => {
        return {
          id: actor.accountId,
          login: actor.login,
          name: actor.name,
          role: actor.role,
          permissions: permissionsOf(actor.role),
        };
      }),
    signOut: procedure("self")
      .input(nothing)
      .mutation(async ({ ctx }) => {
        if (ctx.sessionToken) await signOut(ctx.db, ctx.actor, ctx.sessionToken);
        return {};
      }),
  }),
  lookUp: router({
    find: procedure("member:look-up")
      .input(lookUpSchema)
      .query(({ ctx, input }) => lookUp(ctx.db, ctx.actor, input)),
  }),
  members: router({
    profile: procedure("member:open")
      .input(oneMember)
      .query(({ ctx, input }) => memberProfile(ctx.db, ctx.actor, input)),
    timeline: procedure("member:open")
      .input(memberTimelineSchema)
      .query(({ ctx, input }) => memberTimeline(ctx.db, ctx.actor, input)),
    recent: procedure("member:open")
      .input(nothing)
      .query(({ ctx }) => recentMembers(ctx.db, ctx.actor)),
    stateAt: stateAtProcedure,
  }),
  events: router({
    search: procedure("event:search")
      .input(eventSearchSchema)
      .query(({ ctx, input }) => searchEvents(ctx.searchDb, ctx.actor, input)),
    searchByPolicy: procedure("event:search")
      .input(searchByPolicySchema)
      .query(({ ctx, input }) => searchByPolicy(ctx.searchDb, ctx.actor, input)),
    show: procedure("event:show")
      .input(oneEvent)
      .query(({ ctx, input }) => showEvent(ctx.db, ctx.actor, input)),
    record: procedure("event:record")
      .input(recordEventSchema)
      .mutation(({ ctx, input }) => recordEvent(ctx.db, ctx.actor, input)),
  }),
  catalog: router({
    actions: procedure("self")
      .input(nothing)
      .query(({ ctx }) => listActions(ctx.db)),
    push: pushCatalogProcedure,
  }),
  accessRecords: router({
    list: procedure("access-record:see")
      .input(listAccessRecordsSchema)
      .query(({ ctx, input }) => listAccessRecords(ctx.db, ctx.actor, input)),
  }),
  deadLetters: deadLettersRouter,
  publication: publicationRouter,
  records: recordsRouter,
  republish: republishRouter,
  subscribers: subscribersRouter,
});

/** The type that clients are built from; nothing of the server comes with it. */
export type AppRouter = typeof appRouter;
