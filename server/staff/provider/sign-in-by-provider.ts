import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { bytea } from "../../sql-values.ts";
import type { Outsider } from "../actor.ts";
import { recordAccess } from "../record-access.ts";
import { hashSecretToken, newSecretToken } from "../secret-token.ts";
import type { Identity } from "./read-answer.ts";

/** What the browser brought. */
type Browser = {
  ip: string | null;
  userAgent: string | null;
  sessionToken?: string | undefined;
  browserToken?: string | undefined;
};

/** Why somebody whom the provider named does not get in. */
export const providerRefusals = ["no-role", "disabled", "stale", "taken", "other", "over"] as const;
export type ProviderRefusal = (typeof providerRefusals)[number];

type Opened = { kind: "signed-in"; sessionToken: string; browserToken: string };
type Refused = { kind: "refused"; why: ProviderRefusal };

/**
 * Opens a session of whom the provider named, together with its record. The account is made at the first time; name and role are
 * taken over at each.
 */
export async function signInByProvider(
  db: Executor,
  identity: Identity,
  { ip, userAgent, sessionToken: old, browserToken = newSecretToken("msb") }: Browser,
): Promise<Opened | Refused> {
  const { issuer, subject, login, name, role, authTime, sid } = identity;
  const nobody: Outsider = { kind: "nobody", login: "?", ip };
  const what = { issuer, subject };
  if (role === null) {
    await recordAccess(db, nobody, { ...refused("no group of theirs has a role"), what });
    return { kind: "refused", why: "no-role" };
  }
  const sessionToken = newSecretToken("mss");
  const oldHash = old === undefined ? null : hashSecretToken(old);
  const outcome = await db.transaction(async (tx) => {
    const [row] = await tx.execute<{ outcome: string; account_id: string | null; login: string | null }>(sql`
      select o.* from staff.open_provider_session(${issuer}, ${subject}, ${login}, ${name}, ${role}, ${authTime}::timestamptz, ${sid},
        ${bytea(hashSecretToken(sessionToken))}, ${bytea(oldHash)}, ${bytea(hashSecretToken(browserToken))}, ${ip}, ${userAgent}) o`);
    if (!row) throw new Error("staff.open_provider_session gave no row");
    const who = row.account_id === null || row.login === null ? nobody : accountOf(row.account_id, row.login, ip);
    const done = row.outcome === "opened";
    await recordAccess(tx, who, {
      ...(done ? ({ act: "sign-in", memberIds: [], result: "done" } as const) : refused(row.outcome)),
      what,
    });
    return row.outcome;
  });
  if (outcome === "opened") return { kind: "signed-in", sessionToken, browserToken };
  return { kind: "refused", why: whyOf(outcome) };
}

/**
 * The provider has seen the person of a session again: what needs a fresh proof is open to it. Recorded as `session.prove`.
 *
 * @returns null when it is proved.
 */
export async function proveByProvider(
  db: Executor,
  { issuer, subject, authTime }: Identity,
  { token, accountId, login, ip }: { token: string; accountId: string; login: string; ip: string | null },
): Promise<ProviderRefusal | null> {
  return db.transaction(async (tx) => {
    const [row] = await tx.execute<{ outcome: string }>(sql`
      select staff.prove_provider_session(${bytea(hashSecretToken(token))}, ${issuer}, ${subject}, ${authTime}::timestamptz) as outcome`);
    const outcome = row?.outcome ?? "over";
    const result = outcome === "proved" ? "done" : "refused";
    const access = {
      act: "session.prove",
      memberIds: [],
      result,
      ...(outcome !== "proved" && { reason: outcome }),
    } as const;
    await recordAccess(tx, accountOf(accountId, login, ip), access);
    return outcome === "proved" ? null : whyOf(outcome);
  });
}

/**
 * Ends the sessions that a logout token of the provider names, and records it for each account.
 *
 * @returns how many ended.
 */
export async function endProviderSessions(
  db: Executor,
  { issuer, subject, sid }: { issuer: string; subject: string | null; sid: string | null },
): Promise<number> {
  return db.transaction(async (tx) => {
    const ended = await tx.execute<{ account_id: string; login: string; ended: number }>(sql`
      select e.* from staff.end_provider_sessions(${issuer}, ${subject}, ${sid}) e`);
    for (const { account_id, login, ended: sessions } of ended) {
      const what = { by: "identity provider", sessions };
      await recordAccess(tx, accountOf(account_id, login, null), {
        act: "sign-out",
        memberIds: [],
        what,
        result: "done",
      });
    }
    return ended.reduce((sum, one) => sum + one.ended, 0);
  });
}

function accountOf(accountId: string, login: string, ip: string | null) {
  return { kind: "staff", accountId, login, ip } as const;
}

function whyOf(outcome: string): ProviderRefusal {
  const why = providerRefusals.find((one) => one === outcome);
  if (why === undefined) throw new Error(`the database said ${outcome}`);
  return why;
}

function refused(reason: string) {
  return { act: "sign-in", memberIds: [], result: "refused", reason } as const;
}
