import { z } from "zod";
import { approveJob, breakGlass } from "../republish/order/approve-job.ts";
import { cancelJob, changeRate, pauseJob, resumeJob } from "../republish/order/control-job.ts";
import { createJob } from "../republish/order/create-job.ts";
import { retryJob } from "../republish/order/repeat-job.ts";
import { listItems, listItemsSchema } from "../republish/outcome/list-items.ts";
import { listJobs } from "../republish/outcome/list-jobs.ts";
import { countHandled, showJob } from "../republish/outcome/show-job.ts";
import { listTargets } from "../republish/plan/list-targets.ts";
import { planRepublish } from "../republish/plan/plan-republish.ts";
import { reasonSchema } from "../vocabulary/reason.ts";
import {
  changeRateSchema,
  oneJobSchema,
  planRequestSchema,
  republishOrderSchema,
  whatToRepublishSchema,
} from "../vocabulary/republish-order.ts";
import { procedure, router } from "./procedure.ts";

const listJobsSchema = z.object({ which: z.enum(["all", "open"]).optional(), cursor: z.uuid().optional() }).strict();
const breakGlassSchema = oneJobSchema.extend({ reason: reasonSchema("say why it cannot wait for a second person") });
const retrySchema = oneJobSchema.extend({
  idempotencyKey: z.uuid(),
  reason: reasonSchema("say why these events are sent again"),
});

/** Staff orders to send events again: to whom, what it would do, the order, its course and its outcome. */
export const republishRouter = router({
  targets: procedure("republish:see")
    .input(whatToRepublishSchema)
    .query(({ ctx, input }) => listTargets(ctx.db, ctx.actor, input)),
  plan: procedure("republish:see")
    .input(planRequestSchema)
    .query(({ ctx, input }) => planRepublish(ctx.searchDb, ctx.actor, input)),
  create: procedure("republish:send")
    .input(republishOrderSchema)
    .mutation(({ ctx, input }) => createJob(ctx.searchDb, ctx.actor, input)),
  show: procedure("republish:see")
    .input(oneJobSchema)
    .query(({ ctx, input }) => showJob(ctx.db, ctx.actor, input)),
  items: procedure("republish:see")
    .input(listItemsSchema)
    .query(({ ctx, input }) => listItems(ctx.db, ctx.actor, input)),
  handled: procedure("republish:see")
    .input(oneJobSchema)
    .query(({ ctx, input }) => countHandled(ctx.db, ctx.actor, input)),
  list: procedure("republish:see")
    .input(listJobsSchema)
    .query(({ ctx, input }) => listJobs(ctx.db, ctx.actor, input)),
  pause: procedure("republish:send")
    .input(oneJobSchema)
    .mutation(({ ctx, input }) => done(pauseJob(ctx.db, ctx.actor, input))),
  resume: procedure("republish:send")
    .input(oneJobSchema)
    .mutation(({ ctx, input }) => done(resumeJob(ctx.db, ctx.actor, input))),
  cancel: procedure("republish:send")
    .input(oneJobSchema)
    .mutation(({ ctx, input }) => done(cancelJob(ctx.db, ctx.actor, input))),
  changeRate: procedure("republish:send")
    .input(changeRateSchema)
    .mutation(({ ctx, input }) => done(changeRate(ctx.db, ctx.actor, input))),
  approve: procedure("republish:send")
    .input(oneJobSchema)
    .mutation(({ ctx, input }) => done(approveJob(ctx.db, ctx.actor, input))),
  breakGlass: procedure("republish:send")
    .input(breakGlassSchema)
    .mutation(({ ctx, input }) => done(breakGlass(ctx.db, ctx.actor, input))),
  retry: procedure("republish:send")
    .input(retrySchema)
    .mutation(({ ctx, input }) => retryJob(ctx.searchDb, ctx.actor, input)),
});

async function done(act: Promise<void>): Promise<Record<string, never>> {
  await act;
  return {};
}
