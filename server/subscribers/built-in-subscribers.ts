import type { RegisteredSubscriber } from "./register-subscriber.ts";

/** The recorder has one queue on both topics and no filter policy; it is nobody's target, so it stands in no registry. */
export const RECORDER = "recorder";

/** The subscriber that tells the outside. */
export const EXTERNAL_PUBLISHER = "external-publisher";

/** The queue of the recorder. */
export function recorderQueue(prefix: string): string {
  return `${prefix}${RECORDER}`;
}

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
