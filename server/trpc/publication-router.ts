import { z } from "zod";
import { countLeftOut } from "../publication/count-left-out.ts";
import { publicationStatus } from "../publication/publication-status.ts";
import { retryParked, retryParkedSchema } from "../publication/retry-parked.ts";
import { resumeLayer, resumeLayerSchema, stopLayer, stopLayerSchema } from "../publication/stop-layer.ts";
import { procedure, router } from "./procedure.ts";
import { webQueues } from "./process/web-queues.ts";

/** How publication stands, the switch that holds it, and another try for what was given up. */
export const publicationRouter = router({
  status: procedure("publication:see")
    .input(z.object({}).strict())
    .query(({ ctx }) => publicationStatus(ctx.db, ctx.actor, webQueues())),
  leftOut: procedure("publication:see")
    .input(z.object({}).strict())
    .query(({ ctx }) => countLeftOut(ctx.db, ctx.actor)),
  stop: procedure("publication:stop")
    .input(stopLayerSchema)
    .mutation(async ({ ctx, input }) => {
      await stopLayer(ctx.db, ctx.actor, input);
      return {};
    }),
  resume: procedure("publication:stop")
    .input(resumeLayerSchema)
    .mutation(async ({ ctx, input }) => {
      await resumeLayer(ctx.db, ctx.actor, input);
      return {};
    }),
  retryParked: procedure("publication:stop")
    .input(retryParkedSchema)
    .mutation(({ ctx, input }) => retryParked(ctx.db, ctx.actor, input)),
});
