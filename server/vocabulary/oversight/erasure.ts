import { z } from "zod";
import { caseNumberSchema, spelledReasonSchema } from "./reveal.ts";

/** What came of a request to erase a member. */
export const erasureOutcomes = ["erased", "withdrawn"] as const;
export type ErasureOutcome = (typeof erasureOutcomes)[number];

const memberId = z.string().min(1).max(64);

/** Asks for a member to be erased, or puts one under a legal hold: why, and in which case. */
export const memberCaseSchema = z
  .object({ memberId, reason: spelledReasonSchema, caseNumber: caseNumberSchema })
  .strict();
export type MemberCase = z.infer<typeof memberCaseSchema>;

/** One request to erase a member. */
export const oneErasureSchema = z.object({ requestId: z.uuid("must be the id of a request to erase") }).strict();

/** Whose legal hold is lifted, and why. */
export const liftHoldSchema = z.object({ memberId, reason: spelledReasonSchema }).strict();

/** A request to erase a member; times are ISO 8601, people are logins. `held`: a legal hold stops it. */
export type Erasure = {
  requestId: string;
  memberId: string;
  reason: string;
  caseNumber: string;
  requestedAt: string;
  requestedBy: string;
  closedAt: string | null;
  closedBy: string | null;
  outcome: ErasureOutcome | null;
  held: boolean;
};

/** Of whom it is asked how erasing stands. */
export const memberErasureSchema = z.object({ memberId }).strict();

/**
 * What erasing a member deletes, in numbers: clear values of events and profile, searches kept and saved views that ask for one of them, jobs
 * whose order names one (the value alone goes), and events that lose device and address, where the installation's rule says so.
 */
export type ErasureExtent = {
  clearValues: number;
  keptSearches: number;
  savedViews: number;
  jobs: number;
  deviceEvents: number;
};

/** Who did something, when (ISO 8601) and why; people are logins. */
export type CaseStep = { at: string; by: string; reason: string; caseNumber: string };

/**
 * How erasing one member stands: what is deleted if it is done now, an open request (`own`: the asker's, so somebody else's to do), a legal hold
 * in force, and what was done. `extent` of what was erased before it was counted is null.
 */
export type MemberErasure = {
  extent: ErasureExtent;
  clearsDevices: boolean;
  request: (CaseStep & { requestId: string; own: boolean }) | null;
  hold: CaseStep | null;
  erased: { at: string; by: string; eventId: string; extent: ErasureExtent | null } | null;
  asOf: string;
};
