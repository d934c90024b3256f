import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { takeBackWithdrawal } from "../members/take-back-withdrawal.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import type { Policy } from "./policy.ts";

/**
 * One objection is enough: the withdrawal is taken back, and everybody who has let the member go hears of it.
 *
 * Right under duplicates and replays at any time: a withdrawal ends once, and an objection that comes after its end
 * changes nothing.
 */
export const takeBackObjected: Policy = {
  id: "take-back-objected",
  actions: ["withdrawal.objected"],
  replay: { rule: "again" },
  ownerDomain: "member",
  description: {
    ko: "탈퇴에 이의가 있으면 탈퇴 요청을 취소합니다.",
    en: "When somebody objects to a withdrawal, takes it back.",
  },
  handle: takeBack,
};

async function takeBack(tx: Executor, { event }: MemberscopeMessage, raise: Raise): Promise<PolicyOutcome> {
  const { memberId, eventId: objectionEventId, correlationId: requestEventId } = event;
  if (requestEventId === null) return "no withdrawal named";
  const context = { channel: "schedule" } as const;
  const objected = { reason: "objection", requestEventId, objectionEventId, context } as const;
  return (await takeBackWithdrawal(tx, raise, { memberId, ...objected })) ? "taken back" : "too late";
}
