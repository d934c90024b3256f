import { recordPublication } from "../publication/record-publication.ts";
import { recorderEntry } from "../subscribers/built-in-subscribers.ts";
import { runConsumer } from "./run-consumer.ts";
import type { Worker } from "./worker-context.ts";

/** Each takes ten messages a turn; four hide the time that SQS and the database take to answer. */
const LOOPS = 4;

/**
 * Takes every message of both topics and records what is published. A text that is none of ours, or one about an event that
 * the storage does not have, stays, is shown from its first failure, and ends as a dead letter.
 */
export const runRecorder: Worker = (context) =>
  runConsumer(context, {
    queueName: recorderEntry(context.env.QUEUE_PREFIX).queueName,
    loops: LOOPS,
    async handle(received, blame) {
      const ours = received.flatMap((one) => (one.message ? [{ one, message: one.message }] : []));
      const { unstored } = await recordPublication(
        context.db,
        ours.map(({ message }) => message),
      );
      const isStored = ({ message }: (typeof ours)[number]) => !unstored.has(message.event.eventId);
      for (const { one } of ours.filter((each) => !isStored(each))) {
        blame(one, "The event storage has no such event: forged, or undone.");
      }
      return ours.filter(isStored).map(({ one }) => one);
    },
  });
