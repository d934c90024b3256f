import type { InLanguages, Language } from "./languages.ts";

/** What is wrong with a condition. */
export type FaultRule =
  | "unknown"
  | "operator"
  | "name-missing"
  | "name-given"
  | "name"
  | "empty"
  | "long"
  | "many-values"
  | "many-conditions"
  | "character"
  | "word"
  | "uuid"
  | "ip"
  | "range-of-ips"
  | "time"
  | "date"
  | "zone"
  | "numbers"
  | "reversed"
  | "yes-no"
  | "once"
  | "only-one"
  | "whole-number"
  | "written"
  | "key"
  | "view"
  | "watch"
  | "policy";

/** A condition that was not understood: as what and with which value it was written, what is wrong, and what would do. */
export type ConditionFault = { key: string; value: string | null; rule: FaultRule; expected: string };

/** Values are shown so far; the place of a fault is found by less. */
const SHOWN = 60;

type Say = (fault: { key: string; value: string; expected: string }) => string;

const sentences: Record<FaultRule, InLanguages<Say>> = {
  unknown: {
    en: ({ key, expected }) => `There is no condition "${key}". There are ${expected}.`,
    ko: ({ key, expected }) => `"${key}" 조건은 없습니다. 쓸 수 있는 조건: ${expected}.`,
  },
  operator: {
    en: ({ key, expected }) => `"${key}" asks what this field does not know. Write ${expected}.`,
    ko: ({ key, expected }) => `"${key}"에 쓸 수 없는 비교입니다. ${expected} 형식으로 쓰세요.`,
  },
  "name-missing": {
    en: ({ key, expected }) => `"${key}" needs the name of what to look at. Write ${expected}.`,
    ko: ({ key, expected }) => `"${key}"에는 이름이 있어야 합니다. ${expected} 형식으로 쓰세요.`,
  },
  "name-given": {
    en: ({ key, expected }) => `"${key}" takes no name. Write ${expected}.`,
    ko: ({ key, expected }) => `"${key}"에는 이름을 쓰지 않습니다. ${expected} 형식으로 쓰세요.`,
  },
  name: {
    en: ({ key, expected }) => `"${key}" names what cannot be looked at. Write ${expected}.`,
    ko: ({ key, expected }) => `"${key}"의 이름을 알 수 없습니다. ${expected} 형식으로 쓰세요.`,
  },
  empty: {
    en: ({ key }) => `"${key}" has no value. Give one, or leave the condition out.`,
    ko: ({ key }) => `"${key}"에 값이 없습니다. 값을 쓰거나 조건을 빼세요.`,
  },
  long: {
    en: ({ key, value, expected }) =>
      `"${key}" takes at most ${expected} characters, and "${value}" is longer. Shorten it.`,
    ko: ({ key, value, expected }) => `"${key}"에는 ${expected}자까지 쓸 수 있습니다. "${value}"를 줄이세요.`,
  },
  "many-values": {
    en: ({ key, expected }) => `"${key}" takes at most ${expected} values. Search in parts.`,
    ko: ({ key, expected }) => `"${key}"에는 값을 ${expected}개까지 쓸 수 있습니다. 나누어 찾으세요.`,
  },
  "many-conditions": {
    en: ({ expected }) => `A search takes at most ${expected} conditions. Leave some out.`,
    ko: ({ expected }) => `조건은 ${expected}개까지 쓸 수 있습니다. 몇 개를 빼세요.`,
  },
  character: {
    en: ({ key }) =>
      `"${key}" holds a character that no stored text can hold (U+0000 or half of a pair). Leave it out.`,
    ko: ({ key }) => `"${key}"에 저장할 수 없는 문자(U+0000 또는 깨진 문자)가 있습니다. 그 문자를 빼세요.`,
  },
  word: {
    en: ({ key, value, expected }) => `"${key}" knows no "${value}". Write one of: ${expected}.`,
    ko: ({ key, value, expected }) => `"${key}"에 "${value}"라는 값은 없습니다. 다음 중 하나를 쓰세요: ${expected}.`,
  },
  uuid: {
    en: ({ key, value, expected }) => `"${key}" takes an id, and "${value}" is none. Write it like ${expected}.`,
    ko: ({ key, value, expected }) => `"${key}"에는 ID를 써야 합니다. "${value}" 대신 ${expected} 형식으로 쓰세요.`,
  },
  ip: {
    en: ({ key, value, expected }) =>
      `"${key}" takes an IP address, and "${value}" is none. Write it like ${expected}.`,
    ko: ({ key, value, expected }) =>
      `"${key}"에는 IP 주소를 써야 합니다. "${value}" 대신 ${expected} 형식으로 쓰세요.`,
  },
  "range-of-ips": {
    en: ({ key, value, expected }) =>
      `"${key}" takes a range of addresses, and "${value}" is none. Write it like ${expected}.`,
    ko: ({ key, value, expected }) =>
      `"${key}"에는 IP 대역을 써야 합니다. "${value}" 대신 ${expected} 형식으로 쓰세요.`,
  },
  time: {
    en: ({ key, value, expected }) => `"${key}" takes a time, and "${value}" is none. Write it like ${expected}.`,
    ko: ({ key, value, expected }) => `"${key}"에는 시각을 써야 합니다. "${value}" 대신 ${expected} 형식으로 쓰세요.`,
  },
  date: {
    en: ({ key, value, expected }) =>
      `"${key}": "${value}" is a date without time and zone. Write it like ${expected}.`,
    ko: ({ key, value, expected }) => `"${key}": "${value}"에 시각과 시간대가 없습니다. ${expected} 형식으로 쓰세요.`,
  },
  zone: {
    en: ({ key, value, expected }) => `"${key}": "${value}" is a time without zone. Write it like ${expected}.`,
    ko: ({ key, value, expected }) => `"${key}": "${value}"에 시간대가 없습니다. ${expected} 형식으로 쓰세요.`,
  },
  numbers: {
    en: ({ key, value, expected }) =>
      `"${key}" takes a range of numbers, and "${value}" is none. Write it like ${expected}.`,
    ko: ({ key, value, expected }) =>
      `"${key}"에는 숫자 범위를 써야 합니다. "${value}" 대신 ${expected} 형식으로 쓰세요.`,
  },
  reversed: {
    en: ({ key, value }) => `"${key}": "${value}" begins after its end. Change the two ends.`,
    ko: ({ key, value }) => `"${key}": "${value}"의 시작이 끝보다 뒤입니다. 시작과 끝을 바꾸세요.`,
  },
  "yes-no": {
    en: ({ key, value }) => `"${key}" takes true or false, and "${value}" is neither.`,
    ko: ({ key, value }) => `"${key}"에는 true 또는 false를 써야 합니다. "${value}"는 쓸 수 없습니다.`,
  },
  once: {
    en: ({ key }) => `"${key}" stands more than once. Leave one of them.`,
    ko: ({ key }) => `"${key}"가 여러 번 있습니다. 하나만 남기세요.`,
  },
  "only-one": {
    en: ({ key, expected }) =>
      `"${key}" stands beside "${expected}", and only one of them can be asked. Leave one out.`,
    ko: ({ key, expected }) => `"${key}"와 "${expected}" 중 하나만 물을 수 있습니다. 하나를 빼세요.`,
  },
  "whole-number": {
    en: ({ key, value, expected }) =>
      `"${key}" takes a whole number, and "${value}" is none that it can be. Write one of ${expected}.`,
    ko: ({ key, value, expected }) =>
      `"${key}"에는 정수를 써야 합니다. "${value}" 대신 ${expected} 사이의 수를 쓰세요.`,
  },
  written: {
    en: ({ key, value, expected }) => `"${key}": "${value}" cannot be read. Write it like ${expected}.`,
    ko: ({ key, value, expected }) => `"${key}": "${value}" 부분을 읽을 수 없습니다. ${expected} 형식으로 쓰세요.`,
  },
  key: {
    en: ({ value }) => `There is no saved search "${value}" of yours. Ask for the conditions, and search again.`,
    ko: ({ value }) => `저장된 검색 "${value}"를 찾을 수 없습니다. 조건을 다시 받아 검색하세요.`,
  },
  view: {
    en: () => "This view was deleted, or it is another person's own. Choose one from your list of views.",
    ko: () => "삭제되었거나 다른 사람만 볼 수 있는 검색입니다. 저장된 검색 목록에서 고르세요.",
  },
  watch: {
    en: () => "This watch was deleted, or its finds are for others. Choose one from the list.",
    ko: () => "삭제되었거나 다른 사람만 볼 수 있는 감시입니다. 목록에서 고르세요.",
  },
  policy: {
    en: () => "This search asks a filter policy as well, which is not asked here. Open it among the events.",
    ko: () => "필터 정책이 함께 저장된 검색입니다. 여기서는 정책으로 찾지 않으니 이벤트 화면에서 여세요.",
  },
};

/** What is wrong with a condition and how to write it, in a sentence. */
export function faultText(fault: ConditionFault, locale: Language = "en"): string {
  const value = fault.value ?? "";
  const shown = value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  return sentences[fault.rule][locale]({ key: fault.key, value: shown, expected: fault.expected });
}
