import { z } from "zod";
import { readEnv } from "../env.ts";
import { addSubscriber } from "../subscribers/add-subscriber.ts";
import { applyPolicy, changePolicy } from "../subscribers/change-policy.ts";
import { eventMessage } from "../subscribers/event-message.ts";
import { issueServiceToken, revokeServiceToken } from "../subscribers/service-tokens.ts";
import { overviewSubscribers, showSubscriber } from "../subscribers/show-subscriber.ts";
import {
  applyPolicySchema,
  eventMessageSchema,
  newSubscriberSchema,
  newTokenSchema,
  oneSubscriberSchema,
  policyChangeSchema,
  revokeTokenSchema,
} from "../vocabulary/subscriber.ts";
import { procedure, router } from "./procedure.ts";
import { webQueues } from "./process/web-queues.ts";
import { webSubscriptions } from "./process/web-subscriptions.ts";

const standing = () => ({ subscriptions: webSubscriptions(), queues: webQueues() });

/** Who receives events, by which policy, and by which tokens they ask back. */
export const subscribersRouter = router({
  list: procedure("subscriber:see")
    .input(z.object({}).strict())
    .query(({ ctx }) => overviewSubscribers(ctx.db, ctx.actor, standing())),
  show: procedure("subscriber:see")
    .input(oneSubscriberSchema)
    .query(({ ctx, input }) => showSubscriber(ctx.db, ctx.actor, { ...input, standing: standing() })),
  message: procedure("subscriber:see")
    .input(eventMessageSchema)
    .query(({ ctx, input }) => eventMessage(ctx.db, ctx.actor, input)),
  register: procedure("subscriber:manage")
    .input(newSubscriberSchema)
    .mutation(({ ctx, input }) =>
      addSubscriber(ctx.db, ctx.actor, { ...input, queuePrefix: readEnv("web").QUEUE_PREFIX }),
    ),
  changePolicy: procedure("subscriber:manage")
    .input(policyChangeSchema)
    .mutation(async ({ ctx, input }) => {
      await changePolicy(ctx.db, ctx.actor, input);
      return {};
    }),
  applyPolicy: procedure("subscriber:manage")
    .input(applyPolicySchema)
    .mutation(async ({ ctx, input }) => {
      await applyPolicy(ctx.db, ctx.actor, { ...input, subscriptions: webSubscriptions() });
      return {};
    }),
  issueToken: procedure("subscriber:manage")
    .input(newTokenSchema)
    .mutation(async ({ ctx, input }) => ({ token: await issueServiceToken(ctx.db, ctx.actor, input) })),
  revokeToken: procedure("subscriber:manage")
    .input(revokeTokenSchema)
    .mutation(({ ctx, input }) => revokeServiceToken(ctx.db, ctx.actor, input)),
});
