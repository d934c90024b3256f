import { z } from "zod";
import { SAMPLE_BYTES } from "./choices/sample-size.ts";
import type { JsonValue } from "./member-event.ts";

/** The beginning of a file, as bytes in base64: what it is, its content tells. */
export const sampleSchema = z
  .object({
    name: z.string().min(1).max(300),
    content: z
      .base64()
      .max(Math.ceil(SAMPLE_BYTES / 3) * 4, `must be at most ${SAMPLE_BYTES} bytes: the beginning is enough`),
    /** Whether the file goes on after this; its last row is then not looked at. */
    isCut: z.boolean(),
  })
  .strict();
export type Sample = z.infer<typeof sampleSchema>;

/** A name under which rows of a sample hold something, with the first values. */
export type SampleColumn = { path: string; values: string[] };

/** What a file's beginning holds before anything is mapped. */
export type SampleLook = {
  kind: "json-lines" | "json-values" | "table";
  rows: number;
  unreadable: number;
  columns: SampleColumn[];
};

/** Rows that become no event for one reason. */
export type SampleRefusal = { reason: string; count: number; firstLine: number };

/** What a mapping makes of a sample; values of personal attributes are left out. */
export type MappingPreview = {
  read: number;
  mapped: number;
  skipped: number;
  refusedFor: SampleRefusal[];
  shown: {
    line: number;
    sourceEventId: string;
    memberId: string;
    action: string;
    occurredAt: string;
    attributes: Record<string, { from?: JsonValue; to?: JsonValue }>;
    context: Record<string, JsonValue>;
  }[];
  untaken: string[];
  noChanges: Record<string, number>;
  /** Why the rows of one time have no order yet; null when they have one. */
  orderFault: string | null;
};

/** What a kept mapping may be called: it is typed on command lines. */
export const mappingNameSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "must be 1 to 63 small letters, digits and -, like old-logins");

/** A mapping that was kept, with who kept it last and when. */
export type KeptMapping = { name: string; mapping: Record<string, JsonValue>; keptBy: string | null; keptAt: string };
