import { z } from "zod";
import { exportFormats } from "../choices/event-export-choices.ts";
import { conditionsSchema } from "../condition-schema.ts";
import { spelledReasonSchema } from "./reveal.ts";

/** What a file is to hold, in which form, and why it is needed. */
export const eventExportSchema = z
  .object({ conditions: conditionsSchema, format: z.enum(exportFormats).default("csv"), reason: spelledReasonSchema })
  .strict();
export type EventExportOrder = z.infer<typeof eventExportSchema>;

/** The file. `capped`: more events match than it holds; `partial`: the search gave up at its bound. Its digest stands in the access record. */
export type EventExport = {
  fileName: string;
  text: string;
  rows: number;
  capped: boolean;
  partial: boolean;
  sha256: string;
};
