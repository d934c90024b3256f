import { z } from "zod";
import {
  FEWEST_LETTERS,
  isCaseNumber,
  isSpelledReason,
  revealFields,
  revealReasons,
} from "../choices/reveal-choices.ts";

/** A reason in words that somebody else can judge: at least FEWEST_LETTERS letters or digits, whatever stands between them. */
export const spelledReasonSchema = z
  .string()
  .trim()
  .max(500, "must have at most 500 characters")
  .refine(isSpelledReason, {
    error: `must have at least ${FEWEST_LETTERS} letters: say what the value is needed for`,
  });

/** The number of the case, call or ticket in which something is needed. */
export const caseNumberSchema = z
  .string()
  .trim()
  .refine(isCaseNumber, "must be a case number of 2 to 40 letters, digits and # / _ . : -");

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
