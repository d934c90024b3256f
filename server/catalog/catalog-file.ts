import { z } from "zod";
import { families, personalKinds } from "../vocabulary/member-event.ts";
import { upcastSchema } from "./upcast.ts";

const attributeSchema = z.strictObject({
  type: z.enum(["string", "number", "integer", "boolean", "array", "object"]),
  enum: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .optional(),
  /** Kept clear only apart from the event; the event and its messages carry the masked form. */
  personal: z.enum(personalKinds).optional(),
  /** Its new value goes among the SNS attributes, so that subscribers can filter by it. */
  promote: z.boolean().optional(),
});

/** The part of JSON Schema that the event storage checks events by; any other keyword is refused by name. */
const attributesSchema = z.strictObject({
  type: z.literal("object"),
  properties: z.record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,99}$/), attributeSchema).default({}),
  required: z.array(z.string()).default([]),
});

/** A line of a timeline: longer ones nobody reads, and each is sent with every list of actions. */
const sentence = z.string().trim().min(1).max(300, "must have at most 300 characters");

const versionSchema = z.strictObject({
  version: z.number().int().min(1).max(32_767),
  external: z.boolean(),
  schema: attributesSchema,
  upcast: upcastSchema.optional(),
  sentence: z.strictObject({ ko: sentence, en: sentence }),
});

const actionSchema = z.strictObject({
  name: z
    .string()
    .max(100)
    .regex(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      "must be subject.past-tense in kebab case, like phone-number.changed",
    ),
  family: z.enum(families),
  versions: z.array(versionSchema).min(1),
});

/** An event catalog as a file: what members can do, in which versions, and how people are told of it. */
export const catalogFileSchema = z.strictObject({ actions: z.array(actionSchema).min(1) });

export type CatalogFile = z.infer<typeof catalogFileSchema>;
export type CatalogVersion = z.infer<typeof versionSchema>;
export type AttributeDeclaration = z.infer<typeof attributeSchema>;
