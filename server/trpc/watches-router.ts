import { z } from "zod";
import { readEnv } from "../env.ts";
import { makeWatch, pauseWatch, removeWatch, seeFinds } from "../event-storage/watches/change-watch.ts";
import { listWatches, watchFinds } from "../event-storage/watches/list-watches.ts";
import {
  listHosts,
  oneHostSchema,
  registerHost,
  registerHostSchema,
  revokeHost,
} from "../staff/settings/registered-hosts.ts";
import { newWatchSchema, oneWatchSchema, pauseWatchSchema } from "../vocabulary/explore/watch-schema.ts";
import { acts, router, shows, tells } from "./procedure.ts";

const nothing = z.object({}).strict();

/** Saved views and sequences with a threshold, which a worker looks at. */
export const watchesRouter = router({
  list: tells("event:search", nothing, ({ ctx }) => listWatches(ctx.db, ctx.actor)),
  finds: shows("event:search", oneWatchSchema, ({ ctx, input }) => watchFinds(ctx.db, ctx.actor, input)),
  make: acts("event:search", newWatchSchema, ({ ctx, input }) => makeWatch(ctx.db, ctx.actor, input)),
  pause: acts("event:search", pauseWatchSchema, ({ ctx, input }) => pauseWatch(ctx.db, ctx.actor, input)),
  remove: acts("event:search", oneWatchSchema, ({ ctx, input }) => removeWatch(ctx.db, ctx.actor, input)),
  see: acts("event:search", oneWatchSchema, ({ ctx, input }) => seeFinds(ctx.db, ctx.actor, input)),
});

/** Addresses outside that workers may call. */
export const hostsRouter = router({
  list: tells("event:search", nothing, ({ ctx }) => listHosts(ctx.db, ctx.actor)),
  register: acts("setting:change", registerHostSchema, ({ ctx, input }) =>
    registerHost(ctx.db, ctx.actor, input, readEnv("web").PRIVATE_HOSTS),
  ),
  revoke: acts("setting:change", oneHostSchema, ({ ctx, input }) => revokeHost(ctx.db, ctx.actor, input)),
});
