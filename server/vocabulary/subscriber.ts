import { z } from "zod";
import { type PolicyScope, policyScopes } from "../filter-policy/policy.ts";
import { placements, type Subscriber } from "./republish-order.ts";
import { type ServiceTokenInfo, subscriberIdSchema, tokenFieldsSchema, tokenTermsSchema } from "./service-token.ts";

const names = z.array(z.string().trim().min(1).max(100)).max(50, "may hold at most 50 names");

const id = subscriberIdSchema;

const sentence = z.string().trim().min(1, "must not be empty").max(300, "must have at most 300 characters");

const policyText = z.string().max(256 * 1024, "must have at most 256 KiB");
const scope = z.enum(policyScopes);

/**
 * A new subscriber. Its policy is made from `actions` and `changed`, or given whole; `target` is added to it. `tokenFields`
 * are the fields of a member that its token may read: with none, no token is made; with some, `tokenTerms` say why and how long.
 */
export const newSubscriberSchema = z
  .object({
    id,
    layer: z.enum(["internal", "external"]),
    ownerDomain: z.string().trim().min(1, "must not be empty").max(60, "must have at most 60 characters"),
    placement: z.enum(placements),
    description: z.object({ ko: sentence, en: sentence }).strict(),
    actions: names.default([]),
    changed: names.default([]),
    policy: policyText.optional(),
    policyScope: scope.default("MessageAttributes"),
    tokenFields: tokenFieldsSchema.default([]),
    tokenTerms: tokenTermsSchema.optional(),
  })
  .strict()
  .refine(({ tokenFields, tokenTerms }) => tokenFields.length === 0 || tokenTerms !== undefined, {
    path: ["tokenTerms"],
    message: "must be given with tokenFields: why the token is needed, and for how many days",
  });
export type NewSubscriber = z.infer<typeof newSubscriberSchema>;

/** What is entered before defaults. */
export type NewSubscriberInput = z.input<typeof newSubscriberSchema>;

/** Another policy for a subscriber; in force only when it is applied. */
export const policyChangeSchema = z.object({ id, policy: policyText, policyScope: scope }).strict();
export type PolicyChangeOrder = z.infer<typeof policyChangeSchema>;

/** Brings SNS to the registered policy. `seen` is the policy in force as the person saw it: if it is another one by now, nothing is changed. */
export const applyPolicySchema = z.object({ id, seen: policyText }).strict();

/** One subscriber. */
export const oneSubscriberSchema = z.object({ id }).strict();

/** The message of which stored event, as which topic got it. */
export const eventMessageSchema = z
  .object({
    eventId: z.uuid("must be an event id, like 0199a2b4-7c1e-7d3a-9f00-1c2d3e4f5a6b"),
    layer: z.enum(["internal", "external"]),
  })
  .strict();

/**
 * What SNS has against what is registered. `same`, `differs`, `missing`: there is no subscription yet. `unknown`: SNS did
 * not answer.
 */
export type PolicyInForce =
  | { state: "same" | "differs"; policy: string; scope: PolicyScope }
  | { state: "missing" | "unknown" };

/** A subscriber with how it stands. `queue` is null when SQS did not say. */
export type SubscriberOverview = Subscriber & {
  queueName: string;
  policyScope: PolicyScope;
  inForce: PolicyInForce;
  queue: { waiting: number; inFlight: number; deadLetters: number } | null;
  /** True when the policy lets through replays that are meant for others. Never of the recorder, which takes all. */
  lacksTarget: boolean;
};

/** `registered`: the registry was brought to this policy; `applied`: SNS was. */
export const policyActs = ["registered", "applied"] as const;

/** One line of a policy's history; times are ISO 8601. */
export type PolicyChange = {
  act: (typeof policyActs)[number];
  policy: Record<string, unknown>;
  policyScope: PolicyScope;
  by: string;
  at: string;
};

/** The page of one subscriber. `isInCode`: its policy stands in the program, so that staff cannot change it. */
export type SubscriberDossier = {
  subscriber: SubscriberOverview;
  isInCode: boolean;
  history: PolicyChange[];
  tokens: ServiceTokenInfo[];
  asOf: string;
};

/** A message as SNS got it, with target ALL; `null` when the event is not told in that layer. */
export type EventMessage = {
  eventId: string;
  memberId: string;
  attributes: Record<string, { Type: string; Value: string }>;
  body: string;
};
