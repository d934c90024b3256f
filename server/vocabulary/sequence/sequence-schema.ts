import { z } from "zod";
import { exportFormats } from "../choices/event-export-choices.ts";
import { faultText } from "../condition-faults.ts";
import { conditionsSchema } from "../condition-schema.ts";
import { spelledReasonSchema } from "../oversight/reveal.ts";
import { readConditionValue } from "../read-condition-value.ts";
import { sequenceFaults, sequenceKeys } from "./sequence.ts";
import { sequenceFaultText } from "./sequence-faults.ts";

const periodSchema = z.string().transform((text, context) => {
  const read = readConditionValue(text, { kind: "time", operator: "between", longest: 100 });
  if ("value" in read) return read.value;
  context.addIssue({
    code: "custom",
    message: faultText({ key: "period", value: read.part ?? text, rule: read.rule, expected: read.expected }),
  });
  return z.NEVER;
});

/** A sequence as programs send it. */
export const sequenceSchema = z
  .object({
    by: z.enum(sequenceKeys),
    withinSeconds: z.number().int(),
    period: periodSchema.nullable().default(null),
    steps: z.array(
      z
        .object({
          conditions: conditionsSchema,
          times: z.number().int().default(1),
          isAbsent: z.boolean().default(false),
        })
        .strict(),
    ),
  })
  .strict()
  .superRefine((sequence, context) => {
    for (const fault of sequenceFaults(sequence))
      context.addIssue({ code: "custom", message: sequenceFaultText(fault) });
  });

/** A page of a sequence's chains: those that began below the cursor, an event id. */
export const sequenceSearchSchema = z.object({ sequence: sequenceSchema, cursor: z.uuid().optional() }).strict();

/** Which chains a file is to hold, in which form, and why it is needed. */
export const chainExportSchema = z
  .object({ sequence: sequenceSchema, format: z.enum(exportFormats).default("csv"), reason: spelledReasonSchema })
  .strict();
export type ChainExportOrder = z.infer<typeof chainExportSchema>;
