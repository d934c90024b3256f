import type { RegisteredSubscriber } from "../subscribers/registered-subscriber.ts";
import type { Policy } from "./policy.ts";

/** A policy as the registry has it: its own queue on the internal topic, only its actions, everybody's messages and its own. */
export function policySubscriber(policy: Policy, prefix: string): RegisteredSubscriber {
  const { id, ownerDomain, description, actions, replay } = policy;
  return {
    id,
    layer: "internal",
    ownerDomain,
    placement: "internal",
    description,
    queueName: `${prefix}${id}`,
    policy: { target: ["ALL", id], action: [...actions] },
    replayRule: replay.rule,
  };
}
