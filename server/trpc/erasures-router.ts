import { z } from "zod";
import { eraseMember, requestErasure, withdrawErasure } from "../event-storage/erasure/erase-member.ts";
import { liftHold, placeHold } from "../event-storage/erasure/legal-hold.ts";
import { listErasures } from "../event-storage/erasure/list-erasures.ts";
import { memberErasure } from "../event-storage/erasure/member-erasure.ts";
import {
  liftHoldSchema,
  memberCaseSchema,
  memberErasureSchema,
  oneErasureSchema,
} from "../vocabulary/oversight/erasure.ts";
import { acts, router, shows } from "./procedure.ts";

/** Erasing members: asked for by one admin, done by another, and held up by a legal hold. */
export const erasuresRouter = router({
  list: shows("member:erase", z.object({}).strict(), ({ ctx }) => listErasures(ctx.db, ctx.actor)),
  member: shows("member:erase", memberErasureSchema, ({ ctx, input }) => memberErasure(ctx.db, ctx.actor, input)),
  request: acts("member:erase", memberCaseSchema, ({ ctx, input }) => requestErasure(ctx.db, ctx.actor, input)),
  confirm: acts("member:erase", oneErasureSchema, ({ ctx, input }) => eraseMember(ctx.db, ctx.actor, input)),
  withdraw: acts("member:erase", oneErasureSchema, ({ ctx, input }) => withdrawErasure(ctx.db, ctx.actor, input)),
  hold: acts("member:erase", memberCaseSchema, ({ ctx, input }) => placeHold(ctx.db, ctx.actor, input)),
  lift: acts("member:erase", liftHoldSchema, ({ ctx, input }) => liftHold(ctx.db, ctx.actor, input)),
});
