import type { FailingMessage, LayerStatus, QueueStatus } from "../../vocabulary/publication-status.ts";
import { apiOf } from "../command/api-client.ts";
import { type Command, refuseWords } from "../command/command.ts";

/** `publication status`: how publication stands. */
export const publicationStatusCommand: Command = {
  words: ["publication", "status"],
  reaches: "api",
  summary: "Show how publication stands in both layers, and the queues.",
  usage: [],
  options: {},
  async run(given, { env, output }) {
    refuseWords(given);
    const status = await apiOf(env)((api) => api.publication.status.query({}));
    if (given.json) {
      output.print(JSON.stringify(status));
      return;
    }
    output.print(`as of ${status.asOf}`);
    for (const layer of status.layers) for (const line of layerAsLines(layer)) output.print(line);
    for (const { part, since, error } of status.outages)
      output.print(`NO ANSWER from ${part} since ${since}: ${error}`);
    if (status.lookedAt === null) output.say("No worker has looked at the queues yet, so they are not known.");
    for (const queue of status.queues) output.print(queueAsLine(queue));
    for (const message of status.failing) output.print(failingAsLine(message));
  },
};

function layerAsLines(layer: LayerStatus): string[] {
  const { waiting, overdue, oldestWaitingMs, parked, missedInHour, repairedInHour, recordedInHour } = layer;
  const oldest = oldestWaitingMs === null ? "" : `, the oldest for ${seconds(oldestWaitingMs)}`;
  const lag = layer.lagP50Ms === null ? "unknown" : lagAsText(layer.lagP50Ms, layer.lagP95Ms ?? layer.lagP50Ms);
  return [
    `${layer.layer}: ${waiting} waiting${oldest}; ${overdue} overdue; ${parked} parked`,
    `  last hour: ${recordedInHour} recorded, ${missedInHour} missed, ${repairedInHour} of these repaired; stored to recorded: median ${lag}`,
    ...(layer.stopped
      ? [`  STOPPED (${layer.stopped.scope}) by ${layer.stopped.by} at ${layer.stopped.at}: ${layer.stopped.reason}`]
      : []),
  ];
}

function lagAsText(medianMs: number, p95Ms: number): string {
  return `${Math.round(medianMs)} ms, 95th percentile ${Math.round(p95Ms)} ms`;
}

function queueAsLine({ subscriber, queue, waiting, inFlight, deadLetters, measuredAt }: QueueStatus): string {
  return `queue ${queue} (${subscriber}): ${waiting} waiting, ${inFlight} in flight, ${deadLetters} dead letters (${measuredAt})`;
}

function failingAsLine({ subscriber, eventId, tries, nextAt, error }: FailingMessage): string {
  const next = nextAt === null ? "dead" : `next try ${nextAt}`;
  return `FAILING in ${subscriber}: event ${eventId ?? "unknown"}, ${tries} tries, ${next}: ${error}`;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1000)} s`;
}
