import { z } from "zod";
import { DomainError } from "../../errors.ts";
import type { PlanBound } from "./bound.ts";

/**
 * What a plan promises: its bound and, if it could be counted, how many events it had and which. A slow set was counted by slices: it is
 * counted again where it is written down, and nowhere before.
 */
export type PlanToken = PlanBound & { count: number | null; checksum: string | null; isSlow: boolean };

const tokenSchema = z.object({
  snapshot: z.string().regex(/^\d+:\d+:[\d,]*$/),
  border: z.string().regex(/^\d{1,19}$/),
  asOf: z.string().min(10).max(40),
  count: z.number().int().nullable(),
  checksum: z
    .string()
    .regex(/^-?\d+\/-?\d+$/)
    .nullable(),
  isSlow: z.boolean().default(false),
});

/** The token as text. It proves nothing by itself: whoever takes it counts again. */
export function writePlanToken(token: PlanToken): string {
  return Buffer.from(JSON.stringify(token)).toString("base64url");
}

/** @throws DomainError "bad-input" for a text that no plan gave. */
export function readPlanToken(text: string): PlanToken {
  try {
    return tokenSchema.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch (cause) {
    throw new DomainError("bad-input", "This is no plan's token. Plan the selection and use the token it gives.", {
      field: "planToken",
      cause,
    });
  }
}
