import type { Db } from "../db.ts";
import type { Env } from "../env.ts";
import type { Queues } from "../messaging/queues.ts";
import type { Topics } from "../messaging/topic-clients.ts";

/** What every loop gets: where things are, and the signal after which it finishes its step and returns. */
export type WorkerContext = { env: Env<"worker">; db: Db; topics: Topics; queues: Queues; signal: AbortSignal };

/** One of the worker's loops; settles when the signal has come and its step is finished. */
export type Worker = (context: WorkerContext) => Promise<void>;
