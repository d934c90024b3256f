import type { FileKind } from "../../vocabulary/choices/file-choices.ts";

/** A file in hand, and whose it is: as its mark says. */
export type FileInHand = {
  fileId: string;
  fence: number;
  kind: FileKind;
  what: unknown;
  askedBy: string;
  approvedBy: string;
  reason: string;
  memberId: string | null;
  caseNumber: string | null;
};

/** A piece of a file: its bytes, how many rows they are, and the members in it. */
export type FilePart = { text: string | Buffer; rows: number; memberIds: readonly string[] };
