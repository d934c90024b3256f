import { sql } from "drizzle-orm";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { endSessions } from "../members/end-sessions.ts";
import { lockMember } from "../members/lock-member.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import type { Policy } from "./policy.ts";
import { raiseBecauseOf } from "./raise-because-of.ts";

/**
 * A device has one account at a time: a log-in ends the sessions that other members left open on it before, and records
 * `member.logged-out` for each of them, caused by the log-in.
 *
 * Right under duplicates and in any order: only sessions older than the log-in end, and each ends once. A replay acts only
 * on a log-in of the last ten minutes, for the same reason as with log-out-elsewhere.
 */
export const logOutOthersHere: Policy = {
  id: "log-out-others-here",
  actions: ["member.logged-in"],
  replay: { rule: "if-recent", withinMs: 10 * 60 * 1000 },
  ownerDomain: "member",
  description: {
    ko: "회원이 로그인하면 같은 기기에 남아 있는 다른 계정의 세션을 끝냅니다.",
    en: "When a member logs in, ends the sessions that other accounts left open on the device.",
  },
  handle: endOthers,
};

async function endOthers(tx: Executor, { event }: MemberscopeMessage, raise: Raise): Promise<PolicyOutcome> {
  const { deviceId, ip } = event.context;
  if (typeof deviceId !== "string") return "no device named";
  const context = { deviceId, ...(typeof ip === "string" ? { ip } : {}) };
  // By member, so that two log-ins that meet here lock the same rows in the same order.
  const others = await tx.execute<{ member_id: string }>(sql`
    select member_id from member.session
     where device_id = ${deviceId} and member_id <> ${event.memberId} and login_event_id < ${event.eventId}::uuid and ended_at is null
     order by member_id`);
  let loggedOut = 0;
  for (const { member_id: memberId } of others) {
    const locked = await lockMember(tx, memberId);
    const { ended, status } = await endSessions(tx, { locked, because: "another-account-here", deviceId });
    if (ended === 0) continue;
    loggedOut += 1;
    await raiseBecauseOf(
      raise,
      event,
    )({
      memberId,
      action: "member.logged-out",
      attributes: { session: { from: "open", to: "ended" }, reason: { to: "another-account-here" }, ...status },
      context,
    });
  }
  return outcomeOfOthers(loggedOut);
}

/** What the policy says it did, as staff read it. */
export function outcomeOfOthers(loggedOut: number): PolicyOutcome {
  if (loggedOut === 0) return "nobody else was logged in here";
  return loggedOut === 1 ? "logged out 1 other account here" : `logged out ${loggedOut} other accounts here`;
}
