import { z } from "zod";
import type { LayerName } from "./member-event.ts";
import { reasonSchema } from "./reason.ts";

/** Everybody who subscribes to the layer; otherwise a target is one subscriber's id. */
export const ALL = "ALL";

const what = { eventId: z.uuid(), layer: z.enum(["internal", "external"]) };

/** Which event, on which layer's topic. */
export const whatToRepublishSchema = z.object(what).strict();
export type WhatToRepublish = z.infer<typeof whatToRepublishSchema>;

/** A staff order to send one event again. The key makes a double click or a repeated request one job. */
export const republishOrderSchema = z
  .object({
    idempotencyKey: z.uuid(),
    ...what,
    target: z.string().min(1).max(60),
    reason: reasonSchema("say why these events are sent again"),
  })
  .strict();
export type RepublishOrder = z.infer<typeof republishOrderSchema>;

/** `confirmed`: the message went through SNS, seen by the recorder. `unknown`: the answer of SNS was lost. */
export const itemStates = ["waiting", "sending", "sent", "confirmed", "failed", "unknown"] as const;
export type ItemState = (typeof itemStates)[number];

export const jobStates = ["waiting", "running", "done", "cancelled"] as const;

/** A job with its outcome counted by state; times are ISO 8601. */
export type RepublishJob = {
  id: string;
  layer: LayerName;
  target: string;
  reason: string;
  requestedBy: string;
  requestedAt: string;
  state: (typeof jobStates)[number];
  finishedAt: string | null;
  counts: Record<ItemState, number>;
  items: {
    eventId: string;
    memberId: string;
    state: ItemState;
    sentAt: string | null;
    confirmedAt: string | null;
    error: string | null;
    /** Whom the message reaches by the filter policies that are registered now; the recorder is not among them. */
    reaches: string[];
  }[];
  /** What our own handlers did with it; an outside system's doing is not known here. */
  handled: { eventId: string; handler: string; outcome: string; at: string }[];
  asOf: string;
};

/** Where the handler of a subscriber stands. */
export const placements = ["internal", "external", "integration"] as const;

/** What a subscriber does with a replay; of outside systems it is unknown. */
export const replayRules = ["again", "skip", "if-recent", "unknown"] as const;

/** A subscriber as the registry has it. */
export type Subscriber = {
  id: string;
  layer: LayerName;
  ownerDomain: string;
  placement: (typeof placements)[number];
  description: { ko: string; en: string };
  policy: Record<string, unknown>;
  replayRule: (typeof replayRules)[number];
};

/** The choices of an order, each with the ids of those who would get the message by their registered filter policies. */
export type RepublishTargets = {
  everybody: string[];
  subscribers: (Pick<Subscriber, "id" | "description" | "replayRule"> & { reaches: string[] })[];
};
