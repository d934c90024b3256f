import { sql } from "drizzle-orm";
import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { completeWithdrawal } from "../members/complete-withdrawal.ts";
import { takeBackWithdrawal } from "../members/take-back-withdrawal.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import { cancelTasks, type DeferredTask, type DueTask, scheduleTask } from "./deferred-task.ts";
import type { Policy } from "./policy.ts";

const KIND = "complete-withdrawal";

/**
 * The middle of a withdrawal: when the time for objections is over it is carried out, unless it was taken back.
 *
 * Right under duplicates and replays at any time: one task a request, and a withdrawal ends once.
 */
export const awaitObjections: Policy = {
  id: "await-objections",
  actions: ["withdrawal.requested", "withdrawal.taken-back"],
  replay: { rule: "again" },
  ownerDomain: "member",
  description: {
    ko: "탈퇴 요청에 대한 이의를 정해진 시간까지 기다린 뒤 탈퇴를 완료하도록 예약합니다.",
    en: "Puts a withdrawal down for the time until which others may object to it.",
  },
  handle: putDownOrCancel,
};

async function putDownOrCancel(tx: Executor, { event }: MemberscopeMessage): Promise<PolicyOutcome> {
  if (event.action === "withdrawal.taken-back") {
    const cancelled = await cancelTasks(tx, { kind: KIND, because: event });
    return cancelled > 0 ? "waits no longer" : "nothing waits";
  }
  const dueAt = event.attributes.objectionsUntil?.to;
  if (typeof dueAt !== "string") throw new Error("withdrawal.requested names no time for objections");
  return (await scheduleTask(tx, { kind: KIND, cause: event, dueAt })) ? "waiting for objections" : "waiting already";
}

/** The end of the wait. An objection that is stored, and whose own policy has not come to it yet, counts. */
export const completeWithdrawalTask: DeferredTask = {
  kind: KIND,
  async run(tx: Executor, { memberId, causeEventId: requestEventId }: DueTask, raise: Raise): Promise<string> {
    const context = { channel: "schedule" } as const;
    const [objection] = await tx.execute<{ id: string }>(sql`
      select e.id from event.member_event e join event.action a on a.id = e.action_id
       where e.correlation_id = ${requestEventId}::uuid and e.correlation_id <> e.id and e.member_id = ${memberId} and a.name = 'withdrawal.objected' order by e.id limit 1`);
    if (objection) {
      const objected = { reason: "objection", requestEventId, objectionEventId: objection.id, context } as const;
      return (await takeBackWithdrawal(tx, raise, { memberId, ...objected })) ? "taken back" : "ended before";
    }
    return (await completeWithdrawal(tx, raise, { memberId, requestEventId, context })) ? "completed" : "ended before";
  },
};
