import { memberNotification } from "../../drizzle/schema/member.ts";
import type { Executor } from "../db.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import type { Policy } from "./policy.ts";

/**
 * Whoever changed the password, the member is told: a row for the system that sends mail.
 *
 * Right under duplicates: one notification an event. A replay notifies only of a change of the last day, and only where no
 * notification was written; news of last month would frighten.
 */
export const notifyPasswordChange: Policy = {
  id: "notify-password-change",
  actions: ["password.changed"],
  replay: { rule: "if-recent", withinMs: 24 * 60 * 60 * 1000 },
  ownerDomain: "member",
  description: {
    ko: "비밀번호가 바뀌면 회원에게 알립니다.",
    en: "When a password was changed, has the member told of it.",
  },
  handle: writeNotification,
};

async function writeNotification(tx: Executor, { event }: MemberscopeMessage): Promise<PolicyOutcome> {
  const { memberId, eventId } = event;
  const written = await tx
    .insert(memberNotification)
    .values({ memberId, eventId, kind: "password-changed" })
    .onConflictDoNothing()
    .returning({ id: memberNotification.id });
  return written.length > 0 ? "notification written" : "notified before";
}
