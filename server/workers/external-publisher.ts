import { publishExternal } from "../external-events/publish-external.ts";
import { externalPublisherEntry } from "../subscribers/built-in-subscribers.ts";
import { runConsumer } from "./run-consumer.ts";
import type { Worker } from "./worker-context.ts";

/** Two, so that a slow message does not hold up the queue. */
const LOOPS = 2;

/** Tells internal events to the external topic. */
export const runExternalPublisher: Worker = (context) =>
  runConsumer(context, {
    queueName: externalPublisherEntry(context.env.QUEUE_PREFIX).queueName,
    loops: LOOPS,
    handle: (received) => publishExternal(context.db, context, received),
  });
