import { z } from "zod";
import { type DisclosedValues, disclosedValues, type LegalBasis, legalBases } from "../choices/disclosure-choices.ts";
import { languages } from "../languages.ts";
import { readMoment } from "../moment.ts";
import { caseNumberSchema, spelledReasonSchema } from "./reveal.ts";

const end = z
  .string()
  .max(40)
  .refine((text) => typeof readMoment(text) === "object", {
    error: "must be a time with its zone, like 2026-11-26T13:59+09:00, or 2026-11-26+09:00 for a whole day",
  });

/** What is given to whom, and on what grounds: as the request keeps it. Times are ISO 8601; `to` is not included. */
export const disclosureWhatSchema = z.object({
  from: z.string(),
  to: z.string(),
  basis: z.enum(legalBases),
  authority: z.string(),
  values: z.enum(disclosedValues),
  language: z.enum(languages),
});
export type DisclosureWhat = z.infer<typeof disclosureWhatSchema>;

/** Asks for one member's history within a period, for an investigation; a second person approves it. */
export const askDisclosureSchema = z
  .object({
    memberId: z
      .string()
      .min(1, "must not be empty")
      .max(64, "must have at most 64 characters")
      .regex(/^[^\0]*$/),
    from: end,
    to: end,
    basis: z.enum(legalBases, { error: `must be one of ${legalBases.join(", ")}` }),
    requestNumber: caseNumberSchema,
    authority: z
      .string()
      .trim()
      .min(2, "must name who gets it")
      .max(100, "must have at most 100 characters")
      .regex(/^[^\0]*$/, "must not hold U+0000"),
    values: z.enum(disclosedValues).default("masked"),
    language: z.enum(languages).default("ko"),
    reason: spelledReasonSchema,
  })
  .strict();
export type DisclosureOrder = z.infer<typeof askDisclosureSchema>;

/** How a disclosure stands in the ledger, beside what every file has. */
export type DisclosureEntry = {
  memberId: string;
  requestNumber: string;
  from: string;
  to: string;
  basis: LegalBasis;
  authority: string;
  values: DisclosedValues;
};
