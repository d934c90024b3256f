import type { RegisteredSubscriber } from "../../subscribers/register-subscriber.ts";

/** The family account system's unique id as a subscriber. */
export const FAMILY_ACCOUNT = "family-account";

/** The only fields of a member that this system may read. */
export const familyAccountScope: readonly string[] = ["identityVerified"];

/** The family account system as the registry of subscribers has it: outside, with its own queue and filter policy. */
export function familyAccountEntry(prefix: string): RegisteredSubscriber {
  return {
    id: FAMILY_ACCOUNT,
    layer: "external",
    ownerDomain: "family account",
    placement: "external",
    description: {
      ko: "가족계정 서비스: 본인확인이 해제된 회원을 가족에서 탈퇴시킵니다.",
      en: "Family account service: withdraws a member from the family when the identity is not verified any more.",
    },
    queueName: `${prefix}${FAMILY_ACCOUNT}`,
    policy: { target: ["ALL", FAMILY_ACCOUNT], action: ["identity-verification.removed"] },
    replayRule: "again",
  };
}
