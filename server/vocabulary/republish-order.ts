import { z } from "zod";
import { DEFAULT_RATE, HIGHEST_RATE, sendOrders } from "./choices/send-choices.ts";
import type { InLanguages } from "./languages.ts";
import type { LayerName } from "./member-event.ts";
import { reasonSchema } from "./reason.ts";
import { selectionSchema } from "./republish-selection.ts";

const layer = z.enum(["internal", "external"]);
const rate = z
  .number()
  .int("must be a whole number of events a second")
  .min(1, "must be at least 1 event a second: pause the job to send nothing")
  .max(HIGHEST_RATE, `must be at most ${HIGHEST_RATE} events a second`);

/** Which event, on which layer's topic. */
export const whatToRepublishSchema = z.object({ eventId: z.uuid(), layer }).strict();
export type WhatToRepublish = z.infer<typeof whatToRepublishSchema>;

/** What a plan is asked for: which events, on which layer's topic, to whom, how fast. */
export const planRequestSchema = z
  .object({
    ...{ selection: selectionSchema, layer, target: z.string().min(1).max(60), rate: rate.default(DEFAULT_RATE) },
    /** The token of a plan whose set was counted to its end meanwhile: this plan is made of it. */
    counted: z.string().max(2000).optional(),
  })
  .strict();
export type PlanRequest = z.infer<typeof planRequestSchema>;
/** A request for a plan as a caller writes it, defaults left out. */
export type GivenPlanRequest = z.input<typeof planRequestSchema>;

/** Which plan is asked about: by what it was made of and the token it gave. */
export const ofPlanSchema = planRequestSchema
  .pick({ selection: true, layer: true, target: true })
  .extend({ token: z.string().max(2000) })
  .strict();
export type OfPlan = z.infer<typeof ofPlanSchema>;

/** A staff order to send events again. The key makes a double click or a repeated request one job. */
export const republishOrderSchema = z
  .object({
    idempotencyKey: z.uuid(),
    selection: selectionSchema,
    layer,
    target: z.string().min(1).max(60),
    /** What the plan gave; may be left out for named events, whose set cannot change. */
    planToken: z.string().max(2000).optional(),
    rate: rate.default(DEFAULT_RATE),
    order: z.enum(sendOrders).default("member"),
    /** Send so many, then wait for staff to let the rest go. */
    firstLot: z.number().int().min(1).max(100_000).optional(),
    /** Not before this time. */
    startAt: z.iso.datetime({ offset: true, error: "must be a time with zone, like 2026-11-21T09:00:00Z" }).optional(),
    reason: reasonSchema("say why these events are sent again"),
    ticket: z.string().trim().min(1).max(100).optional(),
  })
  .strict();
export type RepublishOrder = z.infer<typeof republishOrderSchema>;
/** An order as a caller writes it, defaults left out. */
export type GivenOrder = z.input<typeof republishOrderSchema>;

export const oneJobSchema = z.object({ jobId: z.uuid("must be a job's id") }).strict();
/** `rate`: what whoever approves was shown, for the job may have been changed meanwhile. */
export const approveJobSchema = z.object({ jobId: z.uuid("must be a job's id"), rate: rate.optional() }).strict();
export const changeRateSchema = z.object({ jobId: z.uuid(), rate }).strict();

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
  description: InLanguages;
  policy: Record<string, unknown>;
  replayRule: (typeof replayRules)[number];
};

/** The choices of an order, each with the ids of those who would get the message by their registered filter policies. */
export type RepublishTargets = {
  everybody: string[];
  subscribers: (Pick<Subscriber, "id" | "description" | "replayRule"> & { reaches: string[] })[];
};
