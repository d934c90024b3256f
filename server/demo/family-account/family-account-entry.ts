import { OBJECTIONS } from "../../subscribers/object-to-event.ts";
import type { RegisteredSubscriber } from "../../subscribers/registered-subscriber.ts";

/** The family account system's unique id as a subscriber. */
export const FAMILY_ACCOUNT = "family-account";

/** The only fields of a member that this system may read. */
export const familyAccountScope: readonly string[] = ["identityVerified", "state", OBJECTIONS];

/** The family account system as the registry of subscribers has it: outside, with its own queue and filter policy. */
export function familyAccountEntry(prefix: string): RegisteredSubscriber {
  return {
    id: FAMILY_ACCOUNT,
    layer: "external",
    ownerDomain: "family account",
    placement: "external",
    description: {
      ko: "가족계정 서비스: 본인확인이 해제되거나 탈퇴하는 회원을 가족에서 내보내고, 가족을 이끄는 회원의 탈퇴에는 이의를 제기합니다.",
      en: "Family account service: lets a member go who is not verified any more or withdraws, and objects when others are left behind.",
    },
    queueName: `${prefix}${FAMILY_ACCOUNT}`,
    policy: {
      target: ["ALL", FAMILY_ACCOUNT],
      action: ["identity-verification.removed", "withdrawal.requested", "withdrawal.taken-back"],
    },
    replayRule: "again",
  };
}
