import { z } from "zod";
import { reasonSchema } from "../reason.ts";
import { permissions, type Role, roles } from "../roles.ts";

/** What an admin may do to somebody else's account. */
export const accountChanges = ["role", "disabled", "enabled", "password", "sessions-ended", "unlocked"] as const;
export type AccountChange = (typeof accountChanges)[number];

/** An account as admins see it. Times are ISO 8601. `failures`: tries to sign in that failed in a row within the hour. */
export type StaffAccount = {
  id: string;
  login: string;
  name: string;
  role: Role;
  createdAt: string;
  disabledAt: string | null;
  mustChangePassword: boolean;
  sessions: number;
  tokens: number;
  lastSeenAt: string | null;
  failures: number;
  /** Whether the identity provider gives name and role. */
  byProvider: boolean;
};

/** An open session of one's own; `here` is the one that asks. */
export type OwnSession = {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  ip: string | null;
  userAgent: string | null;
  here: boolean;
};

/** A personal access token, in force or ended within 30 days. `scope` null: everything that its owner's role may. */
export type PersonalToken = {
  id: string;
  login: string;
  own: boolean;
  name: string;
  scope: string[] | null;
  createdAt: string;
  createdBy: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

/** The numbers that admins set for the whole installation. */
export const thresholdNames = [
  "session-idle-minutes",
  "session-hours",
  "sessions-per-person",
  "proof-minutes",
] as const;

/** How long what is kept, as admins set it; `keep-erased-devices` is 1, or 0 where erasing a member takes devices and addresses out of the member's events. */
export const retentionNames = [
  "keep-sessions-days",
  "keep-browsers-days",
  "keep-tries-days",
  "keep-erased-devices",
] as const;

export const settingNames = [...thresholdNames, ...retentionNames] as const;
export type ThresholdName = (typeof thresholdNames)[number];
export type RetentionName = (typeof retentionNames)[number];
export type Threshold = {
  name: ThresholdName | RetentionName;
  value: number;
  standard: number;
  lowest: number;
  highest: number;
};

/** Who changed which account, token, threshold or retention setting (a threshold, too), from what to what. Newest first; `nextCursor` continues. */
export type SettingChange = {
  id: string;
  at: string;
  login: string;
  subject: "account" | "token" | "threshold";
  name: string;
  what: string;
  before: string | null;
  after: string | null;
  reason: string | null;
};
export type SettingHistory = { changes: SettingChange[]; nextCursor: string | null };

/** PostgreSQL holds no U+0000. */
const text = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\0]*$/);

/** A password has at least 12 characters (NIST 800-63B asks for length, not for kinds of characters). */
const SHORTEST_PASSWORD = 12;
const newPassword = z
  .string()
  .min(SHORTEST_PASSWORD, `must have at least ${SHORTEST_PASSWORD} characters`)
  .max(200)
  .regex(/^[^\0]*$/);

export const inviteSchema = z.object({ login: text(100), name: text(100), role: z.enum(roles) }).strict();
export const changeAccountSchema = z
  .object({
    accountId: z.uuid(),
    change: z.enum(accountChanges),
    role: z.enum(roles).optional(),
    reason: reasonSchema("say why the account is changed"),
  })
  .strict();
export const changePasswordSchema = z.object({ password: z.string().min(1).max(200), newPassword }).strict();
export const endSessionSchema = z.object({ sessionId: z.uuid().optional() }).strict();
export const createTokenSchema = z
  .object({
    name: text(100),
    days: z.number().int().min(1).max(365),
    scope: z.array(z.enum(permissions)).min(1).max(permissions.length).optional(),
  })
  .strict();
export const oneTokenSchema = z.object({ tokenId: z.uuid() }).strict();
export const changeThresholdSchema = z
  .object({
    name: z.enum(settingNames),
    value: z.number().int().min(0).max(1_000_000),
    reason: reasonSchema("say why it is changed"),
  })
  .strict();
/** An endless list says in which direction it asks, too. */
export const historySchema = z
  .object({ cursor: z.uuid().optional(), direction: z.enum(["forward", "backward"]).optional() })
  .strict();
