import { z } from "zod";

/** The personal values of a member that may be shown in the clear, one at a time. */
export const revealFields = ["name", "phone", "email", "address"] as const;
export type RevealField = (typeof revealFields)[number];

/** Why somebody needs a clear value: what reviews count by. */
export const revealReasons = [
  "identity-check",
  "contact-member",
  "correct-data",
  "suspected-abuse",
  "legal-request",
] as const;
export type RevealReason = (typeof revealReasons)[number];

/** Letters that the reason in words has at least: less tells a reviewer nothing. */
export const FEWEST_LETTERS = 10;

/** A reason in words that somebody else can judge: at least FEWEST_LETTERS letters or digits, whatever stands between them. */
export const spelledReasonSchema = z
  .string()
  .trim()
  .max(500, "must have at most 500 characters")
  .refine((text) => (text.match(/[\p{L}\p{N}]/gu) ?? []).length >= FEWEST_LETTERS, {
    error: `must have at least ${FEWEST_LETTERS} letters: say what the value is needed for`,
  });

/** The number of the case, call or ticket in which something is needed. */
export const caseNumberSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}#/_.:-]{1,39}$/u, "must be a case number of 2 to 40 letters, digits and # / _ . : -");

/** Asks for one field of one member. */
export const revealSchema = z
  .object({
    memberId: z.string().min(1).max(64),
    field: z.enum(revealFields),
    reasonCode: z.enum(revealReasons),
    reason: spelledReasonSchema,
    caseNumber: caseNumberSchema,
  })
  .strict();
export type RevealOrder = z.infer<typeof revealSchema>;

/** The clear value; it is to be forgotten after `forMs`, at `endsAt` of the database's clock. `left` reveals are left within the hour. */
export type Revealed = { value: string; endsAt: string; forMs: number; left: number };
