import { memberNotification } from "../../drizzle/schema/member.ts";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { lockMember } from "../members/lock-member.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import { cancelTasks, type DeferredTask, type DueTask, scheduleTask } from "./deferred-task.ts";
import type { Policy } from "./policy.ts";

const KIND = "remind-unverified";

/** A day, so that nobody is pressed who only put it off until the evening. */
const REMIND_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Who joins without a verified identity is reminded after a day, unless it is verified, or the member gone, by then.
 *
 * Right under duplicates and replays at any time: one task a joining. When the verification is heard of before the
 * joining, the task finds nothing to do.
 */
export const remindUnverified: Policy = {
  id: "remind-unverified",
  actions: ["member.joined", "identity-verification.completed", "withdrawal.completed"],
  replay: { rule: "again" },
  ownerDomain: "member",
  description: {
    ko: "본인확인 없이 가입한 회원에게 하루 뒤에 안내하도록 예약하고, 본인확인을 마치면 취소합니다.",
    en: "Puts down a reminder for a day after joining without identity verification, and cancels it when that is done.",
  },
  handle: putDownOrCancel,
};

async function putDownOrCancel(tx: Executor, { event }: MemberscopeMessage): Promise<PolicyOutcome> {
  if (event.action !== "member.joined") {
    const cancelled = await cancelTasks(tx, { kind: KIND, because: event });
    return cancelled > 0 ? "reminder cancelled" : "no reminder waits";
  }
  if (event.attributes.identityVerification?.to !== "none") return "verified when joining";
  const dueAt = new Date(Date.parse(event.occurredAt) + REMIND_AFTER_MS).toISOString();
  return (await scheduleTask(tx, { kind: KIND, cause: event, dueAt })) ? "reminder put down" : "put down before";
}

/** The reminder itself: an event, and a row for the system that sends mail. */
export const remindUnverifiedTask: DeferredTask = {
  kind: KIND,
  async run(tx: Executor, { memberId, causeEventId, correlationId }: DueTask, raise: Raise): Promise<string> {
    const { identityVerifiedAt, membership } = await lockMember(tx, memberId);
    if (identityVerifiedAt !== null) return "verified meanwhile";
    if (membership !== "active") return `not reminded: ${membership}`;
    const eventId = await raise({
      memberId,
      action: "identity-verification.reminded",
      context: { channel: "schedule" },
      correlationId,
      causationId: causeEventId,
    });
    await tx.insert(memberNotification).values({ memberId, eventId, kind: "verify-identity" });
    return "reminded";
  },
};
