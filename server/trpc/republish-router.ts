import { z } from "zod";
import { askHeldEvents, showHeldEvents } from "../republish/held/ask-held-events.ts";
import { approveJob, breakGlass } from "../republish/order/approve-job.ts";
import { confirmLimit, proposeLimit, showLimit } from "../republish/order/change-limit.ts";
import { cancelJob, changeRate, pauseJob, resumeJob } from "../republish/order/control-job.ts";
import { createJob } from "../republish/order/create-job.ts";
import { retryJob } from "../republish/order/repeat-job.ts";
import { listUnreviewed, reviewApproval } from "../republish/order/review-approvals.ts";
import { exportOutcomes, exportOutcomesSchema } from "../republish/outcome/export-outcomes.ts";
import { listItems, listItemsSchema } from "../republish/outcome/list-items.ts";
import { listJobs } from "../republish/outcome/list-jobs.ts";
import { showForetold } from "../republish/outcome/show-foretold.ts";
import { countHandled, showJob } from "../republish/outcome/show-job.ts";
import { countOn } from "../republish/plan/count-on.ts";
import { lateEvents } from "../republish/plan/late-events.ts";
import { listReceivers } from "../republish/plan/list-receivers.ts";
import { listTargets } from "../republish/plan/list-targets.ts";
import { planRepublish } from "../republish/plan/plan-republish.ts";
import { askHeldSchema, oneHeldSchema } from "../vocabulary/hosts/held-events.ts";
import { reasonSchema } from "../vocabulary/reason.ts";
import { isSettled } from "../vocabulary/republish-job.ts";
import {
  approveJobSchema,
  changeRateSchema,
  ofPlanSchema,
  oneJobSchema,
  planRequestSchema,
  republishOrderSchema,
  whatToRepublishSchema,
} from "../vocabulary/republish-order.ts";
import { acts, router, shows, tells, tellsLive } from "./procedure.ts";

const listJobsSchema = z.object({ which: z.enum(["all", "open"]).optional(), cursor: z.uuid().optional() }).strict();
const breakGlassSchema = oneJobSchema.extend({ reason: reasonSchema("say why it cannot wait for a second person") });
const retrySchema = oneJobSchema.extend({
  idempotencyKey: z.uuid(),
  reason: reasonSchema("say why these events are sent again"),
});

const nothing = z.object({}).strict();
const reviewSchema = z.object({ approvalId: z.uuid(), note: reasonSchema("say what you found") }).strict();
const limitSchema = z
  .object({
    deliveries: z.number().int().min(0).max(1_000_000_000),
    reason: reasonSchema("say why the limit changes"),
  })
  .strict();
const confirmSchema = z.object({ changeId: z.uuid() }).strict();

/** Staff orders to send events again: to whom, what it would do, the order, its course and its outcome. */
export const republishRouter = router({
  targets: shows("republish:see", whatToRepublishSchema, ({ ctx, input }) => listTargets(ctx.db, ctx.actor, input)),
  receivers: tells("republish:see", whatToRepublishSchema.pick({ layer: true }), ({ ctx, input }) =>
    listReceivers(ctx.db, ctx.actor, input),
  ),
  plan: shows("republish:see", planRequestSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => planRepublish(db, ctx.actor, input), signal),
  ),
  countOn: tells("republish:see", ofPlanSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => countOn(db, ctx.actor, input, { signal }), signal),
  ),
  late: shows("republish:see", ofPlanSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => lateEvents(db, ctx.actor, input), signal),
  ),
  askHeld: acts("republish:send", askHeldSchema, ({ ctx, input }) => askHeldEvents(ctx.db, ctx.actor, input)),
  held: tells("republish:see", oneHeldSchema, ({ ctx, input }) => showHeldEvents(ctx.db, ctx.actor, input)),
  create: acts("republish:send", republishOrderSchema, ({ ctx, input }) =>
    ctx.search((db) => createJob(db, ctx.actor, input)),
  ),
  show: tells("republish:see", oneJobSchema, ({ ctx, input }) => showJob(ctx.db, ctx.actor, input)),
  follow: tellsLive("republish:see", oneJobSchema, ({ ctx, input }) => showJob(ctx.db, ctx.actor, input), {
    isLast: isSettled,
  }),
  foretold: tells("republish:see", oneJobSchema, ({ ctx, input }) => showForetold(ctx.db, ctx.actor, input)),
  items: shows("republish:see", listItemsSchema, ({ ctx, input }) => listItems(ctx.db, ctx.actor, input)),
  handled: tells("republish:see", oneJobSchema, ({ ctx, input }) => countHandled(ctx.db, ctx.actor, input)),
  list: tells("republish:see", listJobsSchema, ({ ctx, input }) => listJobs(ctx.db, ctx.actor, input)),
  outcomes: shows("republish:see", exportOutcomesSchema, ({ ctx, input }) => exportOutcomes(ctx.db, ctx.actor, input)),
  unreviewed: tells("republish:see", nothing, ({ ctx }) => listUnreviewed(ctx.db, ctx.actor)),
  review: acts("republish:send", reviewSchema, ({ ctx, input }) => reviewApproval(ctx.db, ctx.actor, input)),
  limit: tells("republish:see", nothing, ({ ctx }) => showLimit(ctx.db, ctx.actor)),
  confirmLimit: acts("republish:send", confirmSchema, ({ ctx, input }) => confirmLimit(ctx.db, ctx.actor, input)),
  proposeLimit: acts("republish:send", limitSchema, ({ ctx, input }) => proposeLimit(ctx.db, ctx.actor, input)),
  pause: acts("republish:send", oneJobSchema, ({ ctx, input }) => pauseJob(ctx.db, ctx.actor, input)),
  resume: acts("republish:send", oneJobSchema, ({ ctx, input }) => resumeJob(ctx.db, ctx.actor, input)),
  cancel: acts("republish:send", oneJobSchema, ({ ctx, input }) => cancelJob(ctx.db, ctx.actor, input)),
  changeRate: acts("republish:send", changeRateSchema, ({ ctx, input }) => changeRate(ctx.db, ctx.actor, input)),
  approve: acts("republish:send", approveJobSchema, ({ ctx, input }) => approveJob(ctx.db, ctx.actor, input)),
  breakGlass: acts("republish:send", breakGlassSchema, ({ ctx, input }) => breakGlass(ctx.db, ctx.actor, input)),
  retry: acts("republish:send", retrySchema, ({ ctx, input }) => ctx.search((db) => retryJob(db, ctx.actor, input))),
});
