import { readEnv } from "../../env.ts";
import { type Subscriptions, subscriptionClients } from "../../messaging/read-subscriptions.ts";

/** Next may load a module more than once in a process; a client with its sockets must be one. */
const shared: typeof globalThis & { memberscopeSubscriptions?: Subscriptions } = globalThis;

/** The web process's client of SNS: reads subscriptions, and sets a policy when an admin applies it. */
export function webSubscriptions(): Subscriptions {
  if (shared.memberscopeSubscriptions === undefined) {
    const { INTERNAL_TOPIC_ARN: internal, EXTERNAL_TOPIC_ARN: external } = readEnv("web");
    shared.memberscopeSubscriptions = subscriptionClients({ internal, external });
  }
  return shared.memberscopeSubscriptions;
}
