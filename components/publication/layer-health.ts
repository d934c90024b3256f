import type { LayerStatus } from "#server/vocabulary/views";

/** The word for how a layer stands, from worst to best. */
export type Health = "stopped" | "late" | "parked" | "repairing" | "well";

/** A layer in which everything is stopped first, then what is overdue now, what needs a person, what was repaired of late. */
export function layerHealth(status: LayerStatus): Health {
  if (status.stopped?.scope === "everything") return "stopped";
  if (status.overdue > 0) return "late";
  if (status.parked > 0) return "parked";
  if (status.missedInHour > status.repairedInHour) return "repairing";
  return "well";
}

/** How publication as a whole stands: as its worst layer. */
export function worstHealth(layers: LayerStatus[]): Health {
  const order: Health[] = ["stopped", "late", "parked", "repairing", "well"];
  const found = layers.map(layerHealth);
  return order.find((health) => found.includes(health)) ?? "well";
}

/** How far behind other systems are: the age of the oldest event that is waiting longer than it may; null when none is. */
export function behindMs(layers: LayerStatus[]): number | null {
  const late = layers.filter((layer) => layer.overdue > 0).map((layer) => layer.oldestWaitingMs ?? 0);
  return late.length > 0 ? Math.max(...late) : null;
}
