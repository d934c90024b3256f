import { z } from "zod";
import { orderLetterAct } from "../dead-letters/act/order-letter-act.ts";
import { recentLetterActs, showLetterAct } from "../dead-letters/act/select-letter-acts.ts";
import { listDeadLetterQueues } from "../dead-letters/read/list-queues.ts";
import { readLetters } from "../dead-letters/read/read-letters.ts";
import { letterOrderSchema, oneLetterActSchema, readLettersSchema } from "../vocabulary/dead-letter.ts";
import { acts, router, shows, tells } from "./procedure.ts";
import { webDeadLetters } from "./process/web-dead-letters.ts";

/** What the receivers gave up: which queues hold letters, what they are, and bringing them back or discarding them. */
export const deadLettersRouter = router({
  queues: tells("publication:see", z.object({}).strict(), ({ ctx }) =>
    listDeadLetterQueues(ctx.db, ctx.actor, webDeadLetters()),
  ),
  read: shows("publication:see", readLettersSchema, ({ ctx, input }) =>
    readLetters(ctx.db, ctx.actor, { ...input, deadLetters: webDeadLetters() }),
  ),
  order: acts("dead-letter:resolve", letterOrderSchema, ({ ctx, input }) => orderLetterAct(ctx.db, ctx.actor, input)),
  acts: tells("publication:see", readLettersSchema, ({ ctx, input }) => recentLetterActs(ctx.db, ctx.actor, input)),
  act: tells("publication:see", oneLetterActSchema, ({ ctx, input }) => showLetterAct(ctx.db, ctx.actor, input)),
});
