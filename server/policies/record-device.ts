import type { Raise } from "../application-events/domain-transaction.ts";
import type { Executor } from "../db.ts";
import { registerDevice } from "../members/register-device.ts";
import type { MemberscopeMessage } from "../messaging/message.ts";
import type { PolicyOutcome } from "../vocabulary/policy-outcome.ts";
import type { Policy } from "./policy.ts";
import { raiseBecauseOf } from "./raise-because-of.ts";

/**
 * A log-in from a device that is not on the member's list puts it there and records `device.registered`.
 *
 * Right under duplicates, in any order and under replays at any time: a device on the list stays as it is, and one that
 * was removed after the log-in stays removed.
 */
export const recordDevice: Policy = {
  id: "record-device",
  actions: ["member.logged-in"],
  replay: { rule: "again" },
  ownerDomain: "member",
  description: {
    ko: "처음 보는 기기에서 로그인하면 회원의 기기로 등록합니다.",
    en: "When a member logs in on an unknown device, registers it as one of the member's devices.",
  },
  handle: registerUnknown,
};

async function registerUnknown(tx: Executor, { event }: MemberscopeMessage, raise: Raise): Promise<PolicyOutcome> {
  const { memberId, context, occurredAt: usedAt } = event;
  const { deviceId, device } = context;
  if (typeof deviceId !== "string") return "no device named";
  const model = typeof device === "string" ? device : null;
  const registration = { memberId, deviceId, model, usedAt, context };
  return (await registerDevice(tx, raiseBecauseOf(raise, event), registration)) ? "device registered" : "device known";
}
