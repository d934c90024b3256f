import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { jsonb, textArray } from "../../sql-values.ts";
import { addressGroup } from "../../vocabulary/ip-address.ts";

/** After `free` wrong tries in a lane each doubles the gap before the next, from a second to `longestMs`. */
type Pace = { free: number; longestMs: number };

/** One account at one address, or in one known browser: whoever guesses there slows down nobody else. */
const OWN: Pace = { free: 5, longestMs: 300_000 };
/** Everybody at one address: a whole office may stand behind it. */
const ADDRESS: Pace = { free: 50, longestMs: 60_000 };
/** One account from everywhere: 450 guesses an hour at most, and its owner is never shut out for longer than a breath. */
const ACCOUNT: Pace = { free: 20, longestMs: 8_000 };

/** A try waits up to so long for its turn; beyond it is told when to come again. */
const PATIENCE_MS = 8_000;

/** The turn of a try: the lanes that it counts in, its own first, and how many were wrong in the last of them. */
export type Turn = { lanes: readonly string[]; waitMs: number; failures: number };

/** A digest: what somebody types as a login may be a password. */
function digest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** Begins all lanes of one account, so that they can be found: `staff.list_accounts` makes the same of a login. */
export function lanesOf(login: string): string {
  return digest(login).slice(0, 21);
}

/** A lane of an account, or of what is none: 43 characters. */
function lane(login: string, ...parts: readonly string[]): string {
  return lanesOf(login) + digest(JSON.stringify(parts)).slice(0, 22);
}

/** Who tries to sign in from where. `browser` is the digest of a browser's token in which the account has been signed in to, else null. */
export type Try = { login: string; ip: string | null; browser: string | null };

/**
 * Takes the turn of a try to sign in, which counts as wrong until `staff.open_session` takes that back.
 *
 * In a browser that the account knows, tries count by themselves: strangers cannot make its owner wait.
 *
 * @returns the turn, or for how many seconds no try is taken.
 */
export function takeSignInTurn(db: Executor, { login, ip, browser }: Try): Promise<Turn | { waitSeconds: number }> {
  if (browser !== null) return take(db, [[lane(login, "browser", browser), OWN]]);
  const address = addressGroup(ip);
  return take(db, [
    [lane(login, "own", address), OWN],
    [lane("", "address", address), ADDRESS],
    [lane(login, "account"), ACCOUNT],
  ]);
}

/** The same of a try to show again, in a session, who one is. */
export function takeProofTurn(db: Executor, sessionKey: string): Promise<Turn | { waitSeconds: number }> {
  return take(db, [[lane("", "proof", sessionKey), OWN]]);
}

async function take(
  db: Executor,
  lanes: readonly (readonly [string, Pace])[],
): Promise<Turn | { waitSeconds: number }> {
  const names = lanes.map(([name]) => name);
  const ints = (values: readonly number[]) =>
    sql`array(select v::int from jsonb_array_elements_text(${jsonb(values)}) with ordinality e(v, n) order by n)`;
  const [turn] = await db.execute<{ taken: boolean; wait_ms: number; failures: number }>(sql`
    select t.taken, t.wait_ms, t.failures from staff.take_sign_in_turn(${textArray(names)},
      ${ints(lanes.map(([, { free }]) => free))}, ${ints(lanes.map(([, { longestMs }]) => longestMs))}, ${PATIENCE_MS}) t`);
  if (!turn) throw new Error("no turn was given");
  if (!turn.taken) return { waitSeconds: Math.ceil(turn.wait_ms / 1000) };
  return { lanes: names, waitMs: turn.wait_ms, failures: turn.failures };
}
