import { sql } from "drizzle-orm";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import type { Policy } from "./policy.ts";

type EndedSession = { device_id: string; ip: string | null };

/**
 * An account is logged in on one device: a log-in ends the member's sessions on other devices that began before it, and
 * records `member.logged-out` for each, caused by the log-in.
 *
 * Right under duplicates and in any order: only sessions older than the log-in end, and each ends once. A replay acts
 * only on a log-in of the last ten minutes; a log-in of last month logs nobody out.
 */
export const logOutElsewhere: Policy = {
  id: "log-out-elsewhere",
  actions: ["member.logged-in"],
  replay: { rule: "if-recent", withinMs: 10 * 60 * 1000 },
  ownerDomain: "member",
  description: {
    ko: "회원이 로그인하면 같은 계정의 다른 기기 세션을 끝냅니다.",
    en: "When a member logs in, ends the sessions of the same account on other devices.",
  },
  handle: endOlderSessions,
};

async function endOlderSessions(tx: Executor, { event }: MemberscopeMessage, raise: Raise): Promise<PolicyOutcome> {
  const device = typeof event.context.deviceId === "string" ? event.context.deviceId : null;
  const ended = await tx.execute<EndedSession>(sql`
    update member.session set ended_at = clock_timestamp(), ended_because = 'logged-in-elsewhere'
     where member_id = ${event.memberId} and login_event_id < ${event.eventId}::uuid
       and device_id is distinct from ${device} and ended_at is null
    returning device_id, ip`);
  for (const { device_id: deviceId, ip } of ended) {
    await raise({
      memberId: event.memberId,
      action: "member.logged-out",
      attributes: { session: { from: "open", to: "ended" }, reason: { to: "logged-in-elsewhere" } },
      context: { deviceId, ...(ip === null ? {} : { ip }) },
      correlationId: event.correlationId,
      causationId: event.eventId,
    });
  }
  return outcomeOf(ended.length);
}

/** What the policy says it did, as staff read it. */
export function outcomeOf(sessionsEnded: number): PolicyOutcome {
  if (sessionsEnded === 0) return "not logged in elsewhere";
  return sessionsEnded === 1 ? "logged out on 1 other device" : `logged out on ${sessionsEnded} other devices`;
}
