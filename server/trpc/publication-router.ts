import { z } from "zod";
import { countLeftOut } from "../publication/count-left-out.ts";
import { publicationStatus } from "../publication/publication-status.ts";
import { retryParked, retryParkedSchema } from "../publication/retry-parked.ts";
import { resumeLayer, resumeLayerSchema, stopLayer, stopLayerSchema } from "../publication/stop-layer.ts";
import { acts, router, tells } from "./procedure.ts";
import { webQueues } from "./process/web-queues.ts";

/** How publication stands, the switch that holds it, and another try for what was given up. */
export const publicationRouter = router({
  status: tells("publication:see", z.object({}).strict(), ({ ctx }) =>
    publicationStatus(ctx.db, ctx.actor, webQueues()),
  ),
  leftOut: tells("publication:see", z.object({}).strict(), ({ ctx }) => countLeftOut(ctx.db, ctx.actor)),
  stop: acts("publication:stop", stopLayerSchema, ({ ctx, input }) => stopLayer(ctx.db, ctx.actor, input)),
  resume: acts("publication:stop", resumeLayerSchema, ({ ctx, input }) => resumeLayer(ctx.db, ctx.actor, input)),
  retryParked: acts("publication:stop", retryParkedSchema, ({ ctx, input }) => retryParked(ctx.db, ctx.actor, input)),
});
