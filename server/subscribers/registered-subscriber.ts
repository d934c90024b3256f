import type { PolicyScope } from "../filter-policy/policy.ts";
import type { Subscriber } from "../vocabulary/republish-order.ts";

/** A subscriber with the queue it reads. What its policy is asked of is the attributes where nothing is said. */
export type RegisteredSubscriber = Subscriber & { queueName: string; policyScope?: PolicyScope };
