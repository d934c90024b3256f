import { log } from "../log.ts";
import { consumeWithPolicy } from "../policies/consume-with-policy.ts";
import { policies } from "../policies/policy-list.ts";
import { policySubscriber } from "../policies/policy-subscriber.ts";
import { selectSubscribers } from "../subscribers/select-subscribers.ts";
import { connectFirstLayer } from "../wiring.ts";
import { runConsumer } from "./run-consumer.ts";
import type { Worker } from "./worker-context.ts";

/** Two, so that a slow message does not hold up the queue. */
const LOOPS = 2;

/**
 * Runs every policy that is registered on its own queue; what they raise goes the way of every other event. An installation
 * whose member system is another one has none registered, and its worker none to run.
 */
export const runPolicies: Worker = async (context) => {
  const { db, topics, env } = context;
  const registered = new Set((await selectSubscribers(db)).map(({ id }) => id));
  const chosen = policies.filter(({ id }) => registered.has(id));
  if (chosen.length === 0) log.info("no policy is registered, so none is run");
  const { layer, drain } = connectFirstLayer(db, topics);
  await Promise.all(
    chosen.map((policy) =>
      runConsumer(context, {
        queueName: policySubscriber(policy, env.QUEUE_PREFIX).queueName,
        loops: LOOPS,
        handle: (received, blame) => consumeWithPolicy({ db, layer, policy }, received, blame),
      }),
    ),
  );
  await drain();
};
