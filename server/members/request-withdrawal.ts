import { sql } from "drizzle-orm";
import { memberWithdrawal } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { ActContext } from "./act-context.ts";
import { changeMembership } from "./change-membership.ts";

/** Long enough for every system outside to be asked twice, short enough that the member sees the end of it. */
const OBJECTION_TIME_MS = 2 * 60_000;

/**
 * Begins a withdrawal; raises `withdrawal.requested`, whose id names the withdrawal and its story. Who has an objection
 * says so until the time the event names; who that may be is not known here.
 *
 * @param objectionTimeMs how long objections are waited for, by the database's clock.
 * @returns the id of the event.
 * @throws DomainError "not-found" when there is no such member, "conflict" when it is neither active nor dormant.
 */
export async function requestWithdrawal(
  tx: Executor,
  raise: Raise,
  given: { memberId: string; objectionTimeMs?: number; context: ActContext },
): Promise<string> {
  const { memberId, objectionTimeMs = OBJECTION_TIME_MS, context } = given;
  const from = ["active", "dormant"] as const;
  const { membership } = await changeMembership(tx, { memberId, from, to: "withdrawal-requested" });
  const [due] = await tx.execute<{ at: string }>(sql`
    select to_char((clock_timestamp() + ${objectionTimeMs} * interval '1 millisecond') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`);
  if (!due) throw new Error("the database gave no time");
  const requestEventId = await raise({
    memberId,
    action: "withdrawal.requested",
    attributes: { membership, objectionsUntil: { to: due.at } },
    context,
  });
  await tx.insert(memberWithdrawal).values({ requestEventId, memberId, objectionsDueAt: due.at });
  return requestEventId;
}
