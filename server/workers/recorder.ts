import { recordPublication } from "../publication/record-publication.ts";
import { recorderEntry } from "../subscribers/built-in-subscribers.ts";
import { runConsumer } from "./run-consumer.ts";
import type { Worker } from "./worker-context.ts";

/** Each takes ten messages a turn; four hide the time that SQS and the database take to answer. */
const LOOPS = 4;

/** Takes every message of both topics and records what is published. A text that is none of ours stays, and ends as a dead letter. */
export const runRecorder: Worker = (context) =>
  runConsumer(context, {
    queueName: recorderEntry(context.env.QUEUE_PREFIX).queueName,
    loops: LOOPS,
    async handle(received) {
      const ours = received.filter((one) => one.message !== null);
      await recordPublication(
        context.db,
        ours.flatMap(({ message }) => message ?? []),
      );
      return ours;
    },
  });
