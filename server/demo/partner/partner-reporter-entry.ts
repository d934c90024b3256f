import { OBJECTIONS } from "../../subscribers/object-to-event.ts";
import type { RegisteredSubscriber } from "../../subscribers/registered-subscriber.ts";
import { reportCodes } from "./partner-format.ts";

/** The partner reporter's unique id as a subscriber. */
export const PARTNER_REPORTER = "partner-reporter";

/** The only fields of a member that it may read. */
export const partnerReporterScope: readonly string[] = ["identityVerified", OBJECTIONS];

/** The partner reporter as the registry of subscribers has it: an integration, since its partner cannot be changed. */
export function partnerReporterEntry(prefix: string): RegisteredSubscriber {
  return {
    id: PARTNER_REPORTER,
    layer: "external",
    ownerDomain: "partner",
    placement: "integration",
    description: {
      ko: "제휴사 보고: 회원의 변동을 제휴사의 날짜별 파일 형식으로 바꿔 전달합니다.",
      en: "Partner reporter: translates what happens to members into the partner's dated files and delivers them.",
    },
    queueName: `${prefix}${PARTNER_REPORTER}`,
    policy: { target: ["ALL", PARTNER_REPORTER], action: Object.keys(reportCodes) },
    replayRule: "again",
  };
}
