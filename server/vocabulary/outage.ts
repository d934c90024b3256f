import type { LayerName } from "./member-event.ts";

/** The parts that can fail to answer, as the workers name them: a topic, one queue, or SQS as a whole. */
export type OutagePart = `topic:${LayerName}` | `queue:${string}` | "sqs";
