import type { RegisteredSubscriber } from "./registered-subscriber.ts";

/** The only subscriber without a filter policy, and the only one on both topics (decision 2). */
export const RECORDER = "recorder";

/** The subscriber that tells the outside. */
export const EXTERNAL_PUBLISHER = "external-publisher";

/** The external publisher as the registry has it. */
export function externalPublisherEntry(prefix: string): RegisteredSubscriber {
  return {
    id: EXTERNAL_PUBLISHER,
    layer: "internal",
    ownerDomain: "member",
    placement: "internal",
    description: {
      ko: "내부 이벤트를 외부 토픽에 알립니다. 무엇이 바뀌었는지만 전하고 값은 담지 않습니다.",
      en: "Tells internal events to the external topic: what changed, without the values.",
    },
    queueName: `${prefix}${EXTERNAL_PUBLISHER}`,
    policy: { target: ["ALL", EXTERNAL_PUBLISHER] },
    replayRule: "again",
  };
}

/** The publication recorder as the registry has it; its one queue is on the external topic as well. */
export function recorderEntry(prefix: string): RegisteredSubscriber {
  return {
    id: RECORDER,
    layer: "internal",
    ownerDomain: "member",
    placement: "internal",
    description: {
      ko: "두 토픽의 모든 메시지를 받아 이벤트가 발행되었음을 기록합니다.",
      en: "Takes every message of both topics and records that its event is published.",
    },
    queueName: `${prefix}${RECORDER}`,
    policy: {},
    replayRule: "again",
  };
}
