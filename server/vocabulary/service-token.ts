import { z } from "zod";
import { reasonSchema } from "./reason.ts";

/** A subscriber's id: it stands in the registry, in filter policies and in the names of queues. */
export const subscriberIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "must be small letters, digits and single dashes, like family-account")
  .max(60, "must have at most 60 characters")
  .refine((text) => text !== "all", "must not be all: that means everybody");

/** Names of a member's fields. */
export const tokenFieldsSchema = z
  .array(z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,59}$/, "must be names of member fields, like state"))
  .max(50);

/** Why a token is needed and how many days it is valid. */
export const tokenTermsSchema = z.object({
  reason: reasonSchema("say what the token is for"),
  days: z.number().int("must be a whole number").min(1, "must be 1 at least").max(365, "must be 365 at most"),
});
export type TokenTerms = z.infer<typeof tokenTermsSchema>;

/** A new token for a subscriber's calls of the details API. */
export const newTokenSchema = tokenTermsSchema
  .extend({ id: subscriberIdSchema, fields: tokenFieldsSchema.min(1, "must name at least one field") })
  .strict();
export type NewToken = z.infer<typeof newTokenSchema>;

/** Which service token. */
export const oneServiceTokenSchema = z.object({ tokenId: z.uuid("must be a token's id") }).strict();

/** `waiting`: for a second admin. */
export type ServiceTokenState = "waiting" | "in force" | "ended" | "revoked";

/** What is known of a service token; the token itself is nowhere. `reason` is null for one that the installation stored. */
export type ServiceTokenInfo = {
  tokenId: string;
  fields: string[];
  state: ServiceTokenState;
  reason: string | null;
  createdBy: string;
  createdAt: string;
  approvedBy: string | null;
  approvedAt: string | null;
  endsAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

/** The same among those of all subscribers. */
export type ServiceTokenOfSubscriber = ServiceTokenInfo & { subscriber: string };
