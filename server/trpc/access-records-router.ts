import { z } from "zod";
import { readEnv } from "../env.ts";
import { listAccessRecords, listAccessRecordsSchema } from "../staff/list-access-records.ts";
import { listViewers, listViewersSchema } from "../staff/list-viewers.ts";
import { listReviews, reviewMonth, signReview } from "../staff/review/monthly-review.ts";
import { chainStanding } from "../staff/seal/chain-standing.ts";
import { verifyChainAsStaff } from "../staff/seal/verify-chain.ts";
import { summarizeViewer, summarizeViewerSchema } from "../staff/summarize-viewer.ts";
import { unusualAccess } from "../staff/unusual/unusual-access.ts";
import { reviewMonthSchema, signReviewSchema } from "../vocabulary/oversight/monthly-review.ts";
import { acts, router, shows, tells } from "./procedure.ts";

const nothing = z.object({}).strict();
const anchorDir = () => readEnv("web").ANCHOR_DIR ?? null;

/** Who looked at whom and what staff did: the records, and whether they stand as they were sealed. */
export const accessRecordsRouter = router({
  list: shows("access-record:see", listAccessRecordsSchema, ({ ctx, input }) =>
    listAccessRecords(ctx.db, ctx.actor, input),
  ),
  viewers: tells("access-record:see", listViewersSchema, ({ ctx, input }) => listViewers(ctx.db, ctx.actor, input)),
  summary: shows("access-record:see", summarizeViewerSchema, ({ ctx, input }) =>
    summarizeViewer(ctx.db, ctx.actor, input),
  ),
  chain: tells("access-record:see", nothing, ({ ctx }) =>
    chainStanding(ctx.db, ctx.actor, { hasAnchor: anchorDir() !== null }),
  ),
  unusual: tells("access-record:see", nothing, ({ ctx, signal }) =>
    ctx.search((db) => unusualAccess(db, ctx.actor), signal),
  ),
  reviews: tells("access-record:see", nothing, ({ ctx }) => listReviews(ctx.db, ctx.actor)),
  review: tells("access-record:see", reviewMonthSchema, ({ ctx, input, signal }) =>
    ctx.search((db) => reviewMonth(db, ctx.actor, input), signal),
  ),
  signReview: acts("access-record:see", signReviewSchema, ({ ctx, input }) =>
    ctx.search((db) => signReview(db, ctx.actor, input)),
  ),
  verify: acts("access-record:see", nothing, ({ ctx }) =>
    ctx.search((db) => verifyChainAsStaff(db, ctx.actor, { anchorDir: anchorDir() })),
  ),
});
