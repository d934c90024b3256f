import type { LayerName } from "./member-event.ts";

/** The parts that can fail to answer, as the workers name them: a topic, one queue, or SQS as a whole. */
export type OutagePart = `topic:${LayerName}` | `queue:${string}` | "sqs";

/** A part that does not answer: since when, when that was last seen, and its own words. Times are ISO 8601. */
export type Outage = { part: OutagePart; since: string; seenAt: string; error: string };
