import { z } from "zod";
import { spelledReasonSchema } from "./reveal.ts";

const month = z.string().regex(/^20\d\d-(0[1-9]|1[0-2])$/, "must be a month, like 2026-10");

/** Which month, in UTC. */
export const reviewMonthSchema = z.object({ month }).strict();

/** Signs what was read of a month: `sha256` names it, `note` says what the auditor makes of it. */
export const signReviewSchema = z
  .object({
    month,
    sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be the digest that the review of the month shows"),
    note: spelledReasonSchema,
  })
  .strict();

/** One account or program in a month. `members`: how many different ones it saw. */
export type ReviewedPerson = {
  login: string;
  role: string | null;
  looks: number;
  members: number;
  reveals: number;
  exports: number;
  refused: number;
};

/** What the access records of a month say; days are UTC. Lists are cut at 100, the widest first. */
export type MonthlyReport = {
  month: string;
  records: number;
  people: ReviewedPerson[];
  /** Who saw at least three times the members of an own usual day, on which day. */
  unusual: { login: string; day: string; seen: number; usual: number }[];
  /** Who was stopped because of too many tries to find somebody by a value. */
  guessing: { login: string; times: number }[];
  /** Republish jobs that ran without a second person. */
  breakGlass: { login: string; at: string; jobId: string }[];
  /** Members erased, catalogs that took a mask off, and tokens for personal values that were approved. */
  decisions: { erasures: number; loosenings: number; tokens: number };
};

/** A signature under a month: who has signed what, when, and with which words. Times are ISO 8601. */
export type ReviewSignature = { month: string; by: string; at: string; sha256: string; note: string };

/** A month's report with the digest that is signed. `isOver`: only then it can be. */
export type MonthlyReview = {
  report: MonthlyReport;
  sha256: string;
  isOver: boolean;
  signature: ReviewSignature | null;
  asOf: string;
};

/** The months with access records, newest first: at most 24. `isDue`: it is over and nobody has signed it. */
export type ReviewedMonths = {
  months: { month: string; isOver: boolean; isDue: boolean; signature: ReviewSignature | null }[];
  asOf: string;
};
