import { isLeftToSender } from "../application-events/is-left-to-sender.ts";
import { publishExternal } from "../external-events/publish-external.ts";
import { externalPublisherEntry } from "../subscribers/built-in-subscribers.ts";
import { runConsumer } from "./run-consumer.ts";
import type { Worker } from "./worker-context.ts";

/** Each waits for SNS in its turn; four hide that. */
const LOOPS = 4;

/**
 * Tells internal events to the external topic. While its layer is stopped or its topic does not answer, nothing is received:
 * what waits in the queue dies of no receives, and orders of jobs wait there, too.
 */
export const runExternalPublisher: Worker = (context) =>
  runConsumer(context, {
    queueName: externalPublisherEntry(context.env.QUEUE_PREFIX).queueName,
    loops: LOOPS,
    mayReceive: async () => !(await isLeftToSender(context.db, "external")),
    handle: (received, blame) => publishExternal(context.db, context, received, blame),
  });
