import { z } from "zod";
import { readEnv } from "../env.ts";
import { actionListeners } from "../subscribers/action-listeners.ts";
import { addSubscriber } from "../subscribers/add-subscriber.ts";
import { applyPolicy, changePolicy } from "../subscribers/change-policy.ts";
import { eventMessage } from "../subscribers/event-message.ts";
import { listServiceTokens } from "../subscribers/list-service-tokens.ts";
import { approveServiceToken, issueServiceToken, revokeServiceToken } from "../subscribers/service-tokens.ts";
import { overviewSubscribers, showSubscriber } from "../subscribers/show-subscriber.ts";
import { newTokenSchema, oneServiceTokenSchema } from "../vocabulary/service-token.ts";
import {
  applyPolicySchema,
  eventMessageSchema,
  newSubscriberSchema,
  oneSubscriberSchema,
  policyChangeSchema,
} from "../vocabulary/subscriber.ts";
import { acts, router, shows, tells } from "./procedure.ts";
import { webQueues } from "./process/web-queues.ts";
import { webSubscriptions } from "./process/web-subscriptions.ts";

const standing = () => ({ subscriptions: webSubscriptions(), queues: webQueues() });

/** Who receives events, by which policy, and by which tokens they ask back. */
export const subscribersRouter = router({
  list: tells("subscriber:see", z.object({}).strict(), ({ ctx }) => overviewSubscribers(ctx.db, ctx.actor, standing())),
  show: tells("subscriber:see", oneSubscriberSchema, ({ ctx, input }) =>
    showSubscriber(ctx.db, ctx.actor, { ...input, standing: standing() }),
  ),
  listeners: tells("subscriber:see", z.object({}).strict(), ({ ctx }) => actionListeners(ctx.db, ctx.actor)),
  message: shows("subscriber:see", eventMessageSchema, ({ ctx, input }) => eventMessage(ctx.db, ctx.actor, input)),
  register: acts("subscriber:manage", newSubscriberSchema, ({ ctx, input }) =>
    addSubscriber(ctx.db, ctx.actor, { ...input, queuePrefix: readEnv("web").QUEUE_PREFIX }),
  ),
  changePolicy: acts("subscriber:manage", policyChangeSchema, ({ ctx, input }) =>
    changePolicy(ctx.db, ctx.actor, input),
  ),
  applyPolicy: acts("subscriber:manage", applyPolicySchema, ({ ctx, input }) =>
    applyPolicy(ctx.db, ctx.actor, { ...input, subscriptions: webSubscriptions() }),
  ),
  issueToken: acts("subscriber:manage", newTokenSchema, ({ ctx, input }) =>
    issueServiceToken(ctx.db, ctx.actor, input),
  ),
  approveToken: acts("subscriber:manage", oneServiceTokenSchema, ({ ctx, input }) =>
    approveServiceToken(ctx.db, ctx.actor, input),
  ),
  tokens: tells("subscriber:see", z.object({}).strict(), ({ ctx }) => listServiceTokens(ctx.db, ctx.actor)),
  revokeToken: acts("subscriber:manage", oneServiceTokenSchema, ({ ctx, input }) =>
    revokeServiceToken(ctx.db, ctx.actor, input),
  ),
});
