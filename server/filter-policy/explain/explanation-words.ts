import type { Words } from "../words.ts";

/** The sentences of an explanation; {key}, {value}, {rule} and the like stand for what is explained. */
export const explanationWords = {
  everything: { ko: "빈 정책은 모든 메시지를 통과시킵니다.", en: "The empty policy lets every message through." },
  passes: { ko: "통과합니다: 모든 키가 맞습니다.", en: "It passes: every key holds." },
  passesBranch: {
    ko: "통과합니다: {count}개 갈래 중 {branch}번이 맞습니다.",
    en: "It passes: branch {branch} of {count} holds.",
  },
  fails: { ko: "통과하지 못합니다: {keys} 때문입니다.", en: "It does not pass: {keys} does not hold." },
  failsBranches: {
    ko: "통과하지 못합니다: {count}개 갈래 중 맞는 것이 없습니다.",
    en: "It does not pass: none of {count} branches holds.",
  },
  "no attributes": {
    ko: "통과하지 못합니다: 비교할 속성이 없는 메시지는 빈 정책만 통과합니다. exists: false도 속성이 하나는 있어야 합니다.",
    en: "It does not pass: a message without attributes (Binary ones do not count) passes the empty policy alone; even exists: false needs one.",
  },
  "body is not JSON": {
    ko: "통과하지 못합니다: 본문이 JSON이 아닙니다.",
    en: "It does not pass: its body is not JSON.",
  },
  "body is not an object": {
    ko: "통과하지 못합니다: 본문이 JSON 객체가 아닙니다.",
    en: "It does not pass: its body is JSON, but no object.",
  },
  unreadableQuote: {
    ko: "통과하지 못합니다: {name} 속성 값에 이스케이프하지 않은 큰따옴표가 있습니다. SNS가 필터링할 때 읽지 못해, 정책이 어떤 속성을 보든 속성 정책이 있는 모든 구독에서 버려집니다.",
    en: "It does not pass: dropped for every policy on attributes, whichever it names, because attribute {name} holds a double quote that is not escaped, which SNS cannot read when it filters.",
  },
  unreadableBackslash: {
    ko: "통과하지 못합니다: {name} 속성 값에 JSON 이스케이프가 아닌 역슬래시가 있습니다. SNS가 필터링할 때 읽지 못해, 정책이 어떤 속성을 보든 속성 정책이 있는 모든 구독에서 버려집니다.",
    en: "It does not pass: dropped for every policy on attributes, whichever it names, because attribute {name} holds a backslash that begins no escape of JSON, which SNS cannot read when it filters.",
  },
  unreadableControl: {
    ko: "통과하지 못합니다: {name} 속성 값에 탭이나 줄바꿈 같은 제어 문자가 있습니다. SNS가 필터링할 때 읽지 못해, 정책이 어떤 속성을 보든 속성 정책이 있는 모든 구독에서 버려집니다.",
    en: "It does not pass: dropped for every policy on attributes, whichever it names, because attribute {name} holds a control character such as a tab or a line break, which SNS cannot read when it filters.",
  },
  unreadableArray: {
    ko: "통과하지 못합니다: String.Array인 {name} 속성 값이 JSON이 아닙니다. SNS가 필터링할 때 읽지 못해, 정책이 어떤 속성을 보든 속성 정책이 있는 모든 구독에서 버려집니다.",
    en: "It does not pass: dropped for every policy on attributes, whichever it names, because attribute {name} is a String.Array and no JSON, which SNS cannot read when it filters.",
  },
  branchHolds: { ko: "{branch}번 갈래: 모든 키가 맞습니다.", en: "Branch {branch}: every key holds." },
  branchFails: { ko: "{branch}번 갈래: {keys} 때문에 맞지 않습니다.", en: "Branch {branch}: {keys} does not hold." },
  keyHolds: { ko: "{key}: 값 {value}이(가) 규칙에 맞습니다.", en: "{key}: its value {value} satisfies a rule." },
  keyAbsentHolds: {
    ko: "{key}: 값이 없고, exists: false가 바로 그것을 원합니다.",
    en: "{key}: it has no value, which is what exists: false wants.",
  },
  keyFails: {
    ko: "{key}: 값 {value} 중 규칙에 맞는 것이 없습니다.",
    en: "{key}: of its values {value} none satisfies a rule.",
  },
  keyAbsentFails: {
    ko: "{key}: 값이 없습니다. 빈 배열과 객체도 값이 아니며, 없는 키는 exists: false만 받습니다.",
    en: "{key}: it has no value (empty arrays and objects are none); only exists: false accepts an absent key.",
  },
  ruleHolds: { ko: "{rule}: {value}이(가) 맞습니다.", en: "{rule}: {value} satisfies it." },
  ruleHoldsAbsent: { ko: "{rule}: 값이 없어 맞습니다.", en: "{rule}: there is no value, as it wants." },
  absent: { ko: "{rule}: 비교할 값이 없습니다.", en: "{rule}: there is no value to compare." },
  absentAnythingBut: {
    ko: '{rule}: anything-but은 없는 키를 받지 않습니다. 받으려면 목록에 {"exists": false}를 더하세요.',
    en: '{rule}: anything-but never accepts an absent key. Add {"exists": false} to the list if it should.',
  },
  present: { ko: "{rule}: 값이 있습니다.", en: "{rule}: there is a value." },
  different: { ko: "{rule}: {value}은(는) 다른 값입니다.", en: "{rule}: {value} is another value." },
  differentCase: {
    ko: "{rule}: {value}은(는) 대소문자만 다릅니다. equals-ignore-case를 쓰면 맞습니다.",
    en: "{rule}: {value} differs in case only; equals-ignore-case would take it.",
  },
  differentSpace: {
    ko: "{rule}: {value}은(는) 공백만 다릅니다. SNS는 공백을 지우지 않습니다.",
    en: "{rule}: {value} differs in spaces only, which SNS does not trim.",
  },
  differentType: {
    ko: "{rule}: {value}은(는) {type}입니다. SNS는 종류가 다른 값을 같게 보지 않습니다.",
    en: "{rule}: {value} is {type}; SNS never compares values of different types.",
  },
  notPrefix: { ko: "{rule}: {value}은(는) 그렇게 시작하지 않습니다.", en: "{rule}: {value} does not begin so." },
  notSuffix: { ko: "{rule}: {value}은(는) 그렇게 끝나지 않습니다.", en: "{rule}: {value} does not end so." },
  excluded: {
    ko: "{rule}: {value}은(는) 제외된 값입니다.",
    en: "{rule}: {value} is what it keeps out.",
  },
  outside: { ko: "{rule}: {value}은(는) 범위 밖입니다.", en: "{rule}: {value} lies outside." },
  outsideByDecimals: {
    ko: "{rule}: {value}은(는) 범위 밖입니다. 소수점 여섯째 자리까지만 비교합니다.",
    en: "{rule}: {value} lies outside; only six decimals are compared.",
  },
  tooLarge: {
    ko: "{rule}: {value}은(는) 50억을 넘어 똑같이 적힌 숫자와만 같습니다.",
    en: "{rule}: {value} is beyond five billion and only equals a number spelled alike.",
  },
  noAddress: { ko: "{rule}: {value}은(는) IP 주소가 아닙니다.", en: "{rule}: {value} is no IP address." },
} as const satisfies Record<string, Words>;

/** What a value is, by the first letter of its token. */
export const typeWords = {
  s: { ko: "문자열", en: "a string" },
  n: { ko: "숫자", en: "a number" },
  x: { ko: "숫자", en: "a number" },
  l: { ko: "true, false 또는 null", en: "true, false or null" },
} as const satisfies Record<string, Words>;
