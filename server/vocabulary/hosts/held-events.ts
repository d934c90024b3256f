import { z } from "zod";
import { conditionsSchema } from "../condition-schema.ts";
import type { LayerName } from "../member-event.ts";
import { callFaults } from "./registered-host.ts";

/** As many event ids as one answer may name, and as large as it may be. */
export const MOST_HELD = 100_000;
export const MOST_HELD_BYTES = 10 * 1024 * 1024;

/** Where an ask stands. */
export const heldStates = ["asked", "answered", "failed"] as const;

/** Why an ask brought no ids: the call's own faults, and those of what was answered. */
export const heldFaults = [...callFaults, "not-understood", "too-many", "revoked"] as const;

/** Which host is asked which events a subscriber has, of the period that the conditions name. */
export const askHeldSchema = z
  .object({
    hostId: z.uuid("must be a registered address's id"),
    subscriber: z.string().min(1).max(60),
    layer: z.enum(["internal", "external"]),
    conditions: conditionsSchema,
  })
  .strict();

/** One ask. */
export const oneHeldSchema = z.object({ id: z.uuid("must be an ask's id") }).strict();

/** What a host was asked and what it answered. Times are ISO 8601. */
export type HeldAnswer = {
  id: string;
  url: string;
  subscriber: string;
  layer: LayerName;
  from: string;
  to: string;
  askedAt: string;
  asOf: string;
  answeredAt: string | null;
  /** Whether a worker has begun to ask the host. */
  isTaken: boolean;
  state: (typeof heldStates)[number];
  fault: (typeof heldFaults)[number] | null;
  /** A code or number to the fault; nothing of what was answered. */
  detail: string | null;
  /** Ids that it named, each once. */
  count: number | null;
};
