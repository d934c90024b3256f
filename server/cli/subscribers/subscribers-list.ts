import type { SubscriberOverview } from "../../vocabulary/subscriber.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, readOneWord, refuseWords } from "../command/command.ts";

/** `subscribers list`: everybody in the registry, and how they stand. */
export const subscribersList: Command = {
  words: ["subscribers", "list"],
  reaches: "api",
  summary: "List the subscribers: layer, placement, owner, queue, and whether SNS has the registered policy.",
  usage: [],
  options: {},
  async run(given, { env, output }) {
    refuseWords(given);
    const { subscribers } = await apiOf(env)((api) => api.subscribers.list.query({}));
    for (const one of subscribers) output.print(given.json ? JSON.stringify(one) : asLine(one));
  },
};

/** `subscribers show`: one subscriber with its policy's history and its tokens. */
export const subscribersShow: Command = {
  words: ["subscribers", "show"],
  reaches: "api",
  summary: "Show one subscriber: its policy as registered and as SNS has it, the policy's history, its tokens.",
  usage: ["ID"],
  options: {},
  async run(given, { env, output }) {
    const id = readOneWord(given, "the subscriber's id");
    const dossier = await apiOf(env)((api) => api.subscribers.show.query({ id }));
    if (given.json) {
      output.print(JSON.stringify(dossier));
      return;
    }
    const { subscriber, history, tokens } = dossier;
    const { inForce } = subscriber;
    output.print(asLine(subscriber));
    output.print(`description  ${subscriber.description.en}`);
    output.print(`registered   ${JSON.stringify(subscriber.policy)} (${subscriber.policyScope})`);
    if ("policy" in inForce) output.print(`in SNS       ${inForce.policy} (${inForce.scope})`);
    for (const { at, act, by, policy } of history) output.print(`${at}  ${act} by ${by}: ${JSON.stringify(policy)}`);
    for (const { createdAt, createdBy, fields, revokedAt } of tokens) {
      const end = revokedAt === null ? "in force" : `revoked ${revokedAt}`;
      output.print(`${createdAt}  token for ${fields.join(", ") || "no field"} by ${createdBy}, ${end}`);
    }
  },
};

const states = {
  same: "policy in force",
  differs: "POLICY DIFFERS FROM SNS",
  missing: "not in SNS yet: memberscope aws apply",
  unknown: "SNS did not answer",
} as const;

function asLine({ id, layer, placement, ownerDomain, queue, inForce, lacksTarget }: SubscriberOverview): string {
  const counts = queue === null ? "queue unknown" : `${queue.waiting} waiting, ${queue.deadLetters} dead letters`;
  const warning = lacksTarget ? "; its policy lacks target: it gets replays that are meant for others" : "";
  return `${id}  ${layer}, ${placement}, ${ownerDomain}: ${counts}; ${states[inForce.state]}${warning}`;
}
