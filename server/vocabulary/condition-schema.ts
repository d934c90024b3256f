import { z } from "zod";
import { faultText } from "./condition-faults.ts";
import { keyOf } from "./condition-params.ts";
import { operators } from "./condition-values.ts";
import { type Condition, fieldNames, MAX_CONDITIONS } from "./conditions.ts";
import { readMoment } from "./moment.ts";
import { readCondition } from "./read-condition.ts";

/** A condition as programs send it; it comes out with every value in its one form. */
const conditionSchema = z
  .object({
    field: z.enum(fieldNames),
    name: z.string().optional(),
    operator: z.enum(operators),
    values: z.array(z.string()),
  })
  .strict()
  .transform((given, context): Condition => {
    const read = readCondition({ ...given, key: keyOf(given) });
    if (!Array.isArray(read)) return read;
    for (const fault of read) context.addIssue({ code: "custom", message: faultText(fault) });
    return z.NEVER;
  });

/** The conditions of a search, all of which must hold; none finds all events. */
export const conditionsSchema = z.array(conditionSchema).max(MAX_CONDITIONS);

/** What a search asks for: conditions and one page, continued below `cursor` (an event id). */
export const eventSearchSchema = z
  .object({
    conditions: conditionsSchema,
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .strict();
export type EventSearch = z.infer<typeof eventSearchSchema>;

/** One moment with its zone. */
export const timeSchema = z.iso.datetime({
  offset: true,
  error: "must be a time with zone, like 2026-11-21T09:00:00Z",
});

/** One end of a period, as exactly as it is written: "2026-11-26T13:59+09:00" is that whole minute. */
export const periodEndSchema = z.string().superRefine((text, context) => {
  const read = readMoment(text);
  if (typeof read === "string")
    context.addIssue({
      code: "custom",
      message: faultText({ key: "from, to", value: text, rule: read, expected: "2026-11-26T13:59+09:00" }),
    });
});
