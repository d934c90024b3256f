import type { LayerStatus, Outage, PublicationStatus } from "#server/vocabulary/publication-status";

const order = ["stopped", "away", "late", "parked", "failing", "repairing", "well"] as const;

/** The word for how a layer or the whole stands, from worst to best. */
export type Health = (typeof order)[number];

/** The workers look every few seconds; after this nobody has looked, and what they say is old. */
const UNSEEN_AFTER_MS = 20_000;

/**
 * A layer in which everything is stopped first, then a topic that does not answer, what is overdue, what needs a person,
 * what was repaired of late.
 */
export function layerHealth(status: LayerStatus, outages: readonly Outage[]): Health {
  if (status.stopped?.scope === "everything") return "stopped";
  if (outages.some(({ part }) => part === `topic:${status.layer}`)) return "away";
  if (status.overdue > 0) return "late";
  if (status.parked > 0) return "parked";
  if (status.missedInHour > status.repairedInHour) return "repairing";
  return "well";
}

/** How publication as a whole stands: as the worst of its layers, of those who do not answer, and of what fails. */
export function wholeHealth(status: PublicationStatus): Health {
  const found = new Set(status.layers.map((layer) => layerHealth(layer, status.outages)));
  if (status.outages.length > 0 || isUnseen(status)) found.add("away");
  if (countFailing(status) > 0) found.add("failing");
  return order.find((health) => found.has(health)) ?? "well";
}

/** Messages that our consumers cannot handle now, and dead letters of any queue. */
export function countFailing({ queues }: PublicationStatus): number {
  return queues.reduce((sum, { failing, deadLetters }) => sum + (failing ?? 0) + deadLetters, 0);
}

/**
 * Whether no worker has looked at the queues of late: then none runs, or none reaches the database. Whoever does not answer is
 * named by a worker that looked just now.
 */
export function isUnseen({ lookedAt, asOf, outages }: PublicationStatus): boolean {
  if (outages.length > 0) return false;
  return lookedAt === null || Date.parse(asOf) - Date.parse(lookedAt) > UNSEEN_AFTER_MS;
}
