import { sql } from "drizzle-orm";
import type { Executor } from "../db.ts";
import { recordAccess } from "../staff/record-access.ts";
import { hashSecretToken } from "../staff/secret-token.ts";
import { takeTurn } from "./token-pace.ts";

/** Records of bad tokens within a minute: one from an address, and so many from all, so that nobody fills the records by trying. */
const MOST_A_MINUTE = 20;

/** The holder of a service token: whose it is, what it may ask for, and who of staff issued and approved it; `approvedBy` is null where it needed nobody. */
export type Caller = {
  subscriberId: string;
  scope: string[];
  issuedBy: string;
  approvedBy: string | null;
  hash: Buffer;
};

/** What each record of a call says of its token: who answers for it. */
export function answerersOf({ issuedBy, approvedBy }: Caller): Record<string, unknown> {
  return approvedBy === null ? { issuedBy } : { issuedBy, approvedBy };
}

/**
 * Whose a service token is. One that is unknown, revoked, past its end or not approved yet is nobody's, and leaves a record: of one address at most one a
 * minute.
 *
 * @param act what was tried, for the record.
 * @throws DomainError "too-many" when the token, or the address of a bad one, is used too fast.
 */
export async function identifyCaller(
  db: Executor,
  { token, ip, act }: { token: string; ip: string | null; act: string },
): Promise<Caller | null> {
  const hash = hashSecretToken(token);
  takeTurn(hash.toString("base64url"));
  const [known] = await db.execute<Omit<Caller, "hash">>(sql`
    select h.subscriber_id as "subscriberId", h.scope, h.issued_by as "issuedBy", h.approved_by as "approvedBy" from event.token_holder(${hash}) h`);
  if (known) return { ...known, hash };
  takeTurn(`bad ${ip}`);
  await recordBadToken(db, { ip, act });
  return null;
}

async function recordBadToken(db: Executor, { ip, act }: { ip: string | null; act: string }): Promise<void> {
  await db.transaction(async (tx) => {
    // Of several at once one looks and writes: the others would not see its record.
    const [lock] = await tx.execute<{ taken: boolean }>(sql`
      select pg_try_advisory_xact_lock(hashtextextended('memberscope bad token', 0)) as taken`);
    if (!lock?.taken) return;
    const [minute] = await tx.execute<{ all: number; here: number }>(sql`
      select count(*)::int as all, (count(*) filter (where ip is not distinct from ${ip}))::int as here from staff.access_record
       where login = ${BAD_TOKEN} and id > event.id_floor(clock_timestamp() - interval '1 minute')`);
    if (minute && (minute.here > 0 || minute.all >= MOST_A_MINUTE)) return;
    const nobody = { kind: "nobody", login: BAD_TOKEN, ip } as const;
    await recordAccess(tx, nobody, { act, memberIds: [], result: "refused", reason: "no token in force" });
  });
}

/** Who came with a token that is nobody's, in the access records. */
const BAD_TOKEN = "service:unknown";
