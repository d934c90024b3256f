import { z } from "zod";
import { caseNumberSchema, spelledReasonSchema } from "./reveal.ts";

/** What came of a request to erase a member. */
export const erasureOutcomes = ["erased", "withdrawn"] as const;
export type ErasureOutcome = (typeof erasureOutcomes)[number];

const memberId = z.string().min(1).max(64);

/** Asks for a member to be erased, or puts one under a legal hold: why, and in which case. */
export const memberCaseSchema = z
  .object({ memberId, reason: spelledReasonSchema, caseNumber: caseNumberSchema })
  .strict();
export type MemberCase = z.infer<typeof memberCaseSchema>;

/** One request to erase a member. */
export const oneErasureSchema = z.object({ requestId: z.uuid("must be the id of a request to erase") }).strict();

/** Whose legal hold is lifted, and why. */
export const liftHoldSchema = z.object({ memberId, reason: spelledReasonSchema }).strict();

/** A request to erase a member; times are ISO 8601, people are logins. `held`: a legal hold stops it. */
export type Erasure = {
  requestId: string;
  memberId: string;
  reason: string;
  caseNumber: string;
  requestedAt: string;
  requestedBy: string;
  closedAt: string | null;
  closedBy: string | null;
  outcome: ErasureOutcome | null;
  held: boolean;
};
