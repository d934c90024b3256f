import { z } from "zod";
import { listTargets } from "../republish/list-targets.ts";
import { orderRepublish } from "../republish/order-republish.ts";
import { recentJobs } from "../republish/recent-jobs.ts";
import { showJob } from "../republish/show-job.ts";
import { republishOrderSchema, whatToRepublishSchema } from "../vocabulary/republish-order.ts";
import { procedure, router } from "./procedure.ts";

/** Staff orders to send events again: to whom, the order, its outcome. */
export const republishRouter = router({
  targets: procedure("republish:see")
    .input(whatToRepublishSchema)
    .query(({ ctx, input }) => listTargets(ctx.db, ctx.actor, input)),
  send: procedure("republish:send")
    .input(republishOrderSchema)
    .mutation(({ ctx, input }) => orderRepublish(ctx.db, ctx.actor, input)),
  show: procedure("republish:see")
    .input(z.object({ jobId: z.uuid("must be a job's id") }).strict())
    .query(({ ctx, input }) => showJob(ctx.db, ctx.actor, input)),
  recent: procedure("republish:see")
    .input(z.object({}).strict())
    .query(({ ctx }) => recentJobs(ctx.db, ctx.actor)),
});
