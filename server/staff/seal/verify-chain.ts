import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { ChainCheck } from "../../vocabulary/oversight/chain.ts";
import type { Actor, Outsider } from "../actor.ts";
import { actRecorded, type Recorded } from "../recorded.ts";
import { requirePermission } from "../require-permission.ts";
import { checkChain } from "./check-chain.ts";
import { keepCheck } from "./keep-check.ts";

/** A check of more would keep somebody waiting before the page for longer than half a minute. */
const MOST_FOR_A_PAGE = 500_000;

/** Checks the whole chain for somebody at the host, and records that it was checked. */
export async function verifyChain(
  db: Executor,
  by: Actor | Outsider,
  { anchorDir }: { anchorDir: string | null },
): Promise<Recorded<ChainCheck>> {
  const check = await checkChain(db, { anchorDir });
  return actRecorded(db, by, async (tx) => {
    await keepCheck(tx, { checkedBy: by.login, check });
    const what = { records: check.records, fault: check.fault?.kind ?? null };
    return { act: "audit.verify", memberIds: [], what, answer: check };
  });
}

/**
 * The same for an auditor before the page.
 *
 * @throws DomainError "forbidden" without the permission access-record:see; "too-many" when the chain is too long to wait for.
 */
export async function verifyChainAsStaff(
  db: Executor,
  actor: Actor,
  { anchorDir }: { anchorDir: string | null },
): Promise<Recorded<ChainCheck>> {
  requirePermission(actor, "access-record:see");
  const [last] = await db.execute<{ records: number }>(sql`
    select last_position::float8 as records from staff.seal order by number desc limit 1`);
  if (last && last.records > MOST_FOR_A_PAGE) {
    const message = `The chain has ${last.records} records: the worker checks all of them once a day, and memberscope audit verify does at once. Here at most ${MOST_FOR_A_PAGE} are checked.`;
    throw new DomainError("too-many", message);
  }
  return verifyChain(db, actor, { anchorDir });
}
