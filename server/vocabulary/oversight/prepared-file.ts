import { z } from "zod";
import { type ExportFormat, exportFormats } from "../choices/event-export-choices.ts";
import {
  type FileAnswer,
  type FileFault,
  type FileKind,
  type FileState,
  fileAnswers,
  fileKinds,
} from "../choices/file-choices.ts";
import { conditionsSchema } from "../condition-schema.ts";
import type { Condition } from "../conditions.ts";
import type { DisclosureEntry } from "./disclosure.ts";
import { spelledReasonSchema } from "./reveal.ts";

/** Asks for all events that conditions find as a file; a second person approves it. */
export const askEventFileSchema = z
  .object({ conditions: conditionsSchema, format: z.enum(exportFormats).default("csv"), reason: spelledReasonSchema })
  .strict();
export type EventFileOrder = z.infer<typeof askEventFileSchema>;

/** What a file of events is to hold, as the request keeps it. */
export const eventFileWhatSchema = z.object({ conditions: conditionsSchema, format: z.enum(exportFormats) });

const fileId = z.uuid("must be the id of a file, as the list of files has it");

/** Which files are listed, fifty at a time. An endless list says in which direction it asks, too. */
export const listFilesSchema = z
  .object({
    kind: z.enum(fileKinds).default("events"),
    cursor: z.uuid().optional(),
    direction: z.enum(["forward", "backward"]).optional(),
  })
  .strict();

/** One file, to be taken away. */
export const oneFileSchema = z.object({ fileId }).strict();

/** What somebody says to a request. */
export const answerFileSchema = z
  .object({
    fileId,
    answer: z.enum(fileAnswers, { error: `must be one of ${fileAnswers.join(", ")}` }),
  })
  .strict();
export type FileAnswerOrder = { fileId: string; answer: FileAnswer };

/** A prepared file as its list shows it; times are ISO 8601, people are logins. `own`: who looks has asked for it. */
export type PreparedFile = {
  fileId: string;
  kind: FileKind;
  conditions: Condition[];
  format: ExportFormat | null;
  disclosure: DisclosureEntry | null;
  reason: string;
  askedAt: string;
  askedBy: string;
  own: boolean;
  approvedAt: string | null;
  approvedBy: string | null;
  closedBy: string | null;
  state: FileState;
  rows: number | null;
  bytes: number | null;
  sha256: string | null;
  endsAt: string | null;
  takenAt: string | null;
  fault: FileFault | null;
};
