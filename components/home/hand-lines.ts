import type { LayerName } from "#server/vocabulary/member-event";
import type { PublicationStatus } from "#server/vocabulary/publication-status";
import type { RepublishJob } from "#server/vocabulary/republish-job";
import type { SubscriberOverview } from "#server/vocabulary/subscriber";
import { isUnseen } from "../publication/layer-health.ts";

/** Something that waits for an admin, with where it is seen to. */
export type HandLine = { href: string } & (
  | { kind: "workersSilent" }
  | { kind: "topicAway"; layer: LayerName; since: string }
  | { kind: "sqsAway"; since: string }
  | { kind: "queueAway"; subscriber: string; since: string }
  | { kind: "stopped"; layer: LayerName; by: string; since: string }
  | { kind: "parked" | "overdue"; layer: LayerName; count: number }
  | { kind: "failing" | "deadLetters"; subscriber: string; count: number }
  | { kind: "toApprove" | "paused" | "toReview"; count: number }
  | { kind: "drift" | "notSubscribed"; subscriber: string }
);

type Known = {
  meId: string;
  status: PublicationStatus | undefined;
  openJobs: readonly RepublishJob[];
  unreviewed: number;
  subscribers: readonly SubscriberOverview[];
};

/** What waits for a hand, what holds up everything first. What is not known yet has no line. */
export function handLines({ meId, status, openJobs, unreviewed, subscribers }: Known): HandLine[] {
  return [
    ...(status === undefined ? [] : publicationLines(status)),
    ...jobLines(openJobs, { meId, unreviewed }),
    ...driftLines(subscribers),
  ];
}

function publicationLines(status: PublicationStatus): HandLine[] {
  const href = "/publication";
  const topics = new Map(status.layers.map(({ layer }) => [`topic:${layer}`, layer]));
  const silent: HandLine[] = isUnseen(status) ? [{ kind: "workersSilent", href }] : [];
  const away = status.outages.map(({ part, since }): HandLine => {
    const layer = topics.get(part);
    if (layer !== undefined) return { kind: "topicAway", layer, since, href };
    if (part === "sqs") return { kind: "sqsAway", since, href };
    const queue = part.replace(/^queue:/, "");
    const subscriber = status.queues.find((one) => one.queue === queue)?.subscriber ?? queue;
    return { kind: "queueAway", subscriber, since, href };
  });
  const layers = status.layers.flatMap(({ layer, stopped, parked, overdue }): HandLine[] => [
    ...(stopped === null ? [] : [{ kind: "stopped" as const, layer, by: stopped.by, since: stopped.at, href }]),
    ...(parked === 0 ? [] : [{ kind: "parked" as const, layer, count: parked, href }]),
    ...(overdue === 0 ? [] : [{ kind: "overdue" as const, layer, count: overdue, href }]),
  ]);
  const queues = status.queues.flatMap(({ subscriber, failing, deadLetters }): HandLine[] => [
    ...((failing ?? 0) === 0 ? [] : [{ kind: "failing" as const, subscriber, count: failing ?? 0, href }]),
    ...(deadLetters === 0
      ? []
      : [{ kind: "deadLetters" as const, subscriber, count: deadLetters, href: "/publication/dead-letters" }]),
  ]);
  return [...silent, ...away, ...layers, ...queues];
}

/** One's own job is approved by somebody else. */
function jobLines(
  open: readonly RepublishJob[],
  { meId, unreviewed }: { meId: string; unreviewed: number },
): HandLine[] {
  const toApprove = open.filter(({ state, requestedById }) => state === "approval" && requestedById !== meId);
  const paused = open.filter(({ state }) => state === "paused");
  const hrefOf = (jobs: readonly RepublishJob[]) => (jobs.length === 1 ? `/republish/${jobs[0]?.id}` : "/republish");
  return [
    ...(toApprove.length === 0
      ? []
      : [{ kind: "toApprove" as const, count: toApprove.length, href: hrefOf(toApprove) }]),
    ...(unreviewed === 0 ? [] : [{ kind: "toReview" as const, count: unreviewed, href: "/republish" }]),
    ...(paused.length === 0 ? [] : [{ kind: "paused" as const, count: paused.length, href: hrefOf(paused) }]),
  ];
}

function driftLines(subscribers: readonly SubscriberOverview[]): HandLine[] {
  return subscribers.flatMap(({ id, inForce }): HandLine[] => {
    const href = `/subscribers/${encodeURIComponent(id)}`;
    if (inForce.state === "differs") return [{ kind: "drift", subscriber: id, href }];
    return inForce.state === "missing" ? [{ kind: "notSubscribed", subscriber: id, href }] : [];
  });
}
