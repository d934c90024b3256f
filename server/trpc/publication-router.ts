import { z } from "zod";
import { countLeftOut } from "../publication/count-left-out.ts";
import { publicationStatus } from "../publication/publication-status.ts";
import { retryParked, retryParkedSchema } from "../publication/retry-parked.ts";
import { selectIncident } from "../publication/select-incident.ts";
import { selectLag } from "../publication/select-lag.ts";
import { selectMissed } from "../publication/select-missed.ts";
import { resumeLayer, resumeLayerSchema, stopLayer, stopLayerSchema } from "../publication/stop-layer.ts";
import { acts, router, tells } from "./procedure.ts";

/** How publication stands, the switch that holds it, and another try for what was given up. */
export const publicationRouter = router({
  status: tells("publication:see", z.object({}).strict(), ({ ctx }) => publicationStatus(ctx.db, ctx.actor)),
  incident: tells("member:open", z.object({}).strict(), ({ ctx }) => selectIncident(ctx.db, ctx.actor)),
  missed: tells("publication:see", z.object({}).strict(), ({ ctx }) => selectMissed(ctx.db, ctx.actor)),
  lag: tells("publication:see", z.object({}).strict(), ({ ctx }) => selectLag(ctx.db, ctx.actor)),
  leftOut: tells("publication:see", z.object({}).strict(), ({ ctx }) => countLeftOut(ctx.db, ctx.actor)),
  stop: acts("publication:stop", stopLayerSchema, ({ ctx, input }) => stopLayer(ctx.db, ctx.actor, input)),
  resume: acts("publication:stop", resumeLayerSchema, ({ ctx, input }) => resumeLayer(ctx.db, ctx.actor, input)),
  retryParked: acts("publication:stop", retryParkedSchema, ({ ctx, input }) => retryParked(ctx.db, ctx.actor, input)),
});
