import type { JsonValue } from "./member-event.ts";
import type { Role } from "./roles.ts";

/** One thing that was looked at or done by staff. Times are ISO 8601. */
export type AccessRecord = {
  id: string;
  at: string;
  /** As it was typed at a sign-in that was refused; nobody need have it. */
  login: string;
  /** Null where nobody was signed in. */
  role: Role | null;
  ip: string | null;
  /** `member.profile`, `republish`, ...; of a refusal the procedure's name. */
  act: string;
  memberIds: string[];
  /** What was asked for, without personal values. */
  what: Record<string, JsonValue>;
  result: AccessResult;
  reason: string | null;
};

export const accessResults = ["shown", "not found", "refused", "done", "failed"] as const;
export type AccessResult = (typeof accessResults)[number];

/** Newest first; `nextCursor` continues where this page ends. */
export type AccessRecordPage = { records: AccessRecord[]; nextCursor: string | null; asOf: string };
