import type { InLanguages, Language } from "../languages.ts";
import { LONGEST_WITHIN_S, MOST_EVENTS, MOST_STEPS, type SequenceFault, type SequenceRule } from "./sequence.ts";

const DAYS = LONGEST_WITHIN_S / 86_400;

const sentences: Record<SequenceRule, InLanguages<(step: number) => string>> = {
  "few-steps": {
    en: () => "A sequence has no step yet. Add the event it begins with.",
    ko: () => "아직 단계가 없습니다. 첫 단계의 이벤트를 추가하세요.",
  },
  "many-steps": {
    en: () => `A sequence takes at most ${MOST_STEPS} steps. Leave some out.`,
    ko: () => `단계는 ${MOST_STEPS}개까지 쓸 수 있습니다. 몇 개를 빼세요.`,
  },
  "first-absent": {
    en: () => 'The first step must be an event that happened. Move "not followed by" further down.',
    ko: () => "첫 단계는 일어난 이벤트여야 합니다. '없음' 단계는 그 뒤에 두세요.",
  },
  "no-condition": {
    en: (step) => `Step ${step} does not say which events. Add a condition, or remove the step.`,
    ko: (step) => `${step}단계에 조건이 없습니다. 조건을 추가하거나 단계를 지우세요.`,
  },
  times: {
    en: (step) => `Step ${step} takes a number of events from 1 to ${MOST_EVENTS}.`,
    ko: (step) => `${step}단계의 횟수는 1부터 ${MOST_EVENTS}까지 쓸 수 있습니다.`,
  },
  "many-events": {
    en: () => `All steps together may ask for at most ${MOST_EVENTS} events. Lower a number.`,
    ko: () => `모든 단계의 횟수를 합해 ${MOST_EVENTS}번까지 찾을 수 있습니다. 횟수를 줄이세요.`,
  },
  "one-event": {
    en: () =>
      "A sequence needs at least two events, or one that is not followed by another. Add a step or raise a number.",
    ko: () => "이벤트가 둘 이상이거나 '없음' 단계가 하나 있어야 합니다. 단계를 더하거나 횟수를 늘리세요.",
  },
  within: {
    en: () => `The time of a sequence is from one second to ${DAYS} days, written like 1h, 30m or 2d.`,
    ko: () => `순서의 시간은 1초부터 ${DAYS}일까지이며 1h, 30m, 2d처럼 씁니다.`,
  },
  by: {
    en: () => "A sequence is of the same member, device or ip. Write one of these.",
    ko: () => "순서는 같은 member, device, ip 중 하나로 찾습니다.",
  },
  step: {
    en: (step) => `Step ${step} is missing, though a later one is there. Number the steps 1, 2, 3, 4.`,
    ko: (step) => `뒤 단계는 있는데 ${step}단계가 없습니다. 1, 2, 3, 4 순서로 쓰세요.`,
  },
};

/** What is wrong with a sequence and how to mend it, in a sentence. */
export function sequenceFaultText({ rule, step }: SequenceFault, locale: Language = "en"): string {
  return sentences[rule][locale](step ?? 1);
}
