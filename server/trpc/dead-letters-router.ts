import { z } from "zod";
import { orderLetterAct } from "../dead-letters/act/order-letter-act.ts";
import { recentLetterActs, showLetterAct } from "../dead-letters/act/select-letter-acts.ts";
import { listDeadLetterQueues } from "../dead-letters/read/list-queues.ts";
import { readLetters } from "../dead-letters/read/read-letters.ts";
import { letterOrderSchema, oneLetterActSchema, readLettersSchema } from "../vocabulary/dead-letter.ts";
import { procedure, router } from "./procedure.ts";
import { webDeadLetters } from "./process/web-dead-letters.ts";

/** What the receivers gave up: which queues hold letters, what they are, and bringing them back or discarding them. */
export const deadLettersRouter = router({
  queues: procedure("publication:see")
    .input(z.object({}).strict())
    .query(({ ctx }) => listDeadLetterQueues(ctx.db, ctx.actor, webDeadLetters())),
  read: procedure("publication:see")
    .input(readLettersSchema)
    .query(({ ctx, input }) => readLetters(ctx.db, ctx.actor, { ...input, deadLetters: webDeadLetters() })),
  order: procedure("dead-letter:resolve")
    .input(letterOrderSchema)
    .mutation(({ ctx, input }) => orderLetterAct(ctx.db, ctx.actor, input)),
  acts: procedure("publication:see")
    .input(readLettersSchema)
    .query(({ ctx, input }) => recentLetterActs(ctx.db, ctx.actor, input)),
  act: procedure("publication:see")
    .input(oneLetterActSchema)
    .query(({ ctx, input }) => showLetterAct(ctx.db, ctx.actor, input)),
});
