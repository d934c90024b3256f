import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import type { Queues } from "../messaging/queues.ts";
import type { Topics } from "../messaging/topic-clients.ts";
import { measureQueues } from "../publication/measure-queues.ts";
import { noteAnswer, noteOutage } from "../publication/note-outage.ts";
import type { OutagePart } from "../vocabulary/outage.ts";
import { runLoop } from "./run-loop.ts";
import type { WorkerContext } from "./worker-context.ts";
import { workerQueues } from "./worker-subscribers.ts";

/**
 * With the two seconds that a part gets to answer, an outage is named within ten; so is a queue that gives nothing out, at
 * the third look.
 */
const EVERY_MS = 2500;

type Watched = Pick<WorkerContext, "db" | "signal"> & {
  env: Pick<WorkerContext["env"], "QUEUE_PREFIX">;
  topics: Pick<Topics, "probe">;
  queues: Pick<Queues, "counts">;
};

/**
 * Looks at every queue and both topics, and writes down how full the queues are and who does not answer, or gives no
 * message out, since when. In several workers one looks at a time. What nobody has confirmed for a minute is forgotten.
 */
export function runWatch({ env, db, topics, queues, signal }: Watched): Promise<void> {
  const own = workerQueues(env.QUEUE_PREFIX);
  const named = new Set<OutagePart>();
  return runLoop({
    name: "watch",
    idleMs: EVERY_MS,
    signal,
    async step() {
      if (await somebodyHasJustLooked(db)) return "idle";
      const [look, ...probes] = await Promise.all([measureQueues(db, queues, own), ...probeTopics(topics)]);
      const faults = new Map(look.faults);
      for (const { part, error } of probes) if (error !== null) faults.set(part, error);
      for (const [part, error] of faults) await noteOutage(db, part, error);
      for (const part of look.answered) await noteAnswer(db, part);
      // A topic that answers this question may still refuse messages: only what this loop named is over by its word.
      for (const { part, error } of probes) if (error === null && named.delete(part)) await noteAnswer(db, part);
      for (const part of faults.keys()) named.add(part);
      await forgetOldNews(db);
      return "idle";
    },
  });
}

type Probe = { part: OutagePart; error: string | null };

function probeTopics(topics: Pick<Topics, "probe">): Promise<Probe>[] {
  return (["internal", "external"] as const).map(async (layer) => ({
    part: `topic:${layer}` as const,
    error: await topics.probe(layer),
  }));
}

async function somebodyHasJustLooked(db: Executor): Promise<boolean> {
  const rows = await db.execute(sql`
    select from event.queue_measure where measured_at > clock_timestamp() - ${EVERY_MS - 500} * interval '1 millisecond' limit 1`);
  return rows.length > 0;
}

async function forgetOldNews(db: Executor): Promise<void> {
  await db.execute(sql`
    with gone as (delete from event.outage where seen_at < clock_timestamp() - interval '1 minute'),
    old as (delete from event.handled_minute where minute < clock_timestamp() - interval '6 hours')
    delete from event.failing_message where last_failed_at < clock_timestamp() - interval '14 days'`);
}
