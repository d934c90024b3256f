import type { Words } from "../words.ts";

/** What to do about a policy that SNS refuses, by the rule it breaks. */
export const policyHints = {
  json: {
    ko: "JSON 형식이 아닙니다. 표시된 위치의 따옴표, 쉼표, 괄호를 확인하세요.",
    en: "This is not JSON. Check quotes, commas and brackets at the marked place.",
  },
  notObject: {
    ko: '정책은 객체여야 합니다. {"action": ["member.logged-in"]}처럼 쓰세요.',
    en: 'A policy is an object. Write it like {"action": ["member.logged-in"]}.',
  },
  bareValue: {
    ko: '값은 목록에 넣어야 합니다. "{key}": [값]처럼 쓰세요. 연산자도 목록 안에 넣습니다.',
    en: 'Put the value into a list: "{key}": [value]. An operator goes into the list, too.',
  },
  emptyList: {
    ko: "빈 목록은 아무것도 고르지 않습니다. 값을 하나 이상 넣거나 키를 지우세요.",
    en: "An empty list would choose nothing. Give at least one value, or leave the key out.",
  },
  emptyObject: {
    ko: "빈 객체는 쓸 수 없습니다. 키를 넣거나 지우세요. 필터를 없애려면 정책 전체를 {}로 두세요.",
    en: "An inner object needs a key. Give one or leave the object out; {} alone as the whole policy removes the filter.",
  },
  matchValue: {
    ko: "목록에는 문자열, 숫자, true, false, null 또는 연산자 하나를 가진 객체만 넣을 수 있습니다.",
    en: "A list holds strings, numbers, true, false, null, or objects with one operator; it holds no list.",
  },
  operator: {
    ko: "SNS 연산자는 prefix, suffix, equals-ignore-case, anything-but, numeric, exists, cidr입니다.",
    en: "The operators of SNS are prefix, suffix, equals-ignore-case, anything-but, numeric, exists and cidr.",
  },
  orOperator: {
    ko: "$or는 예약어를 키로 쓰지 않는 객체가 둘 이상일 때만 연산자입니다. 객체를 더 넣거나 $or 없이 쓰세요.",
    en: "$or is an operator only over two or more objects whose keys are no operator names. Add one, or write the rules without $or.",
  },
  oneOperator: {
    ko: "객체 하나에는 연산자 하나만 씁니다. 둘 중 하나만 맞으면 될 때는 [{...}, {...}]로 나누세요.",
    en: "One object holds one operator. For alternatives write two objects: [{...}, {...}].",
  },
  noOperator: {
    ko: '객체에 연산자를 넣으세요. 예: {"prefix": "member."}.',
    en: 'Name an operator in the object, like {"prefix": "member."}.',
  },
  textOperand: {
    ko: '이 연산자는 문자열 하나를 받습니다. {"{operator}": "..."}처럼 쓰세요.',
    en: 'This operator takes one string. Write {"{operator}": "..."}.',
  },
  existsOperand: {
    ko: "exists는 true(값이 있음) 또는 false(값이 없음)만 받습니다.",
    en: "exists takes true (there is a value) or false (there is none).",
  },
  anythingBut: {
    ko: 'anything-but에는 문자열 또는 숫자, 한 종류로만 된 목록, 또는 {"prefix": "..."}를 쓸 수 있습니다.',
    en: 'anything-but takes a string, a number, a list of only one of these kinds, or {"prefix": "..."}.',
  },
  cidr: {
    ko: "10.0.0.0/24 또는 2001:db8::/32처럼 쓰세요. 주소 하나는 문자열 그대로 비교하세요.",
    en: "Write a range like 10.0.0.0/24 or 2001:db8::/32. For one address compare the string itself.",
  },
  numeric: {
    ko: '{"numeric": [">", 0, "<=", 100]}처럼 쓰세요. 비교는 =, <, <=, >, >=이고 위쪽 한계는 뒤에 옵니다.',
    en: 'Write it like {"numeric": [">", 0, "<=", 100]}: =, <, <=, > or >=, the upper bound second.',
  },
  numberRange: {
    ko: "숫자 비교는 -50억에서 50억 사이의 값만 받습니다.",
    en: "Numbers are compared between minus and plus five billion. Stay within, or match the number exactly.",
  },
  keys: {
    ko: "최상위 키는 {limit}개까지입니다. $or도 하나로 셉니다. 키를 줄이거나 하나의 키 아래 값으로 모으세요.",
    en: "At most {limit} top-level keys, $or counting as one. Leave some out, or use a second subscription.",
  },
  combinations: {
    ko: "이 정책은 {count}가지 조합이고 한도는 {limit}입니다(키마다 값 수 × 깊이를 곱하고 $or는 더합니다). 값을 줄이거나 prefix로 묶으세요.",
    en: "This policy has {count} combinations of at most {limit} (values × depth, multiplied over keys, $or added up). Give fewer values, or one prefix for many.",
  },
  size: {
    ko: "정책은 {limit}바이트(256 KiB)까지이고 이 정책은 {size}바이트입니다. 값을 줄이세요.",
    en: "A policy may have {limit} bytes (256 KiB) and this one has {size}. Give fewer or shorter values.",
  },
  nesting: {
    ko: "속성은 중첩되지 않습니다. 키를 최상위에 두거나 범위를 MessageBody로 바꾸세요.",
    en: "Attributes do not nest. Put the key at the top, or set the scope MessageBody.",
  },
  scope: {
    ko: "범위는 MessageAttributes 또는 MessageBody입니다.",
    en: "The scope is MessageAttributes or MessageBody.",
  },
} as const satisfies Record<string, Words>;

/** What SNS accepts and that may not do what was meant. */
export const policyWarnings = {
  leafKeys: {
    ko: "값이 있는 키가 {count}개입니다. AWS 문서의 한 판은 중첩된 키까지 5개로 셉니다.",
    en: "There are {count} keys with values. One edition of the AWS guide counts nested keys against the limit of five.",
  },
  largeNumber: {
    ko: "AWS 문서는 -10억에서 10억 사이의 숫자만 약속합니다.",
    en: "The AWS guide promises numbers between minus and plus one billion only.",
  },
  cidrNotAligned: {
    ko: "{source}의 주소는 범위의 첫 주소가 아닙니다. 범위는 적힌 주소부터 시작합니다. 네트워크 주소를 쓰세요.",
    en: "The address in {source} is not the first of its range, and the range begins at the address as written. Write the network address.",
  },
  escapedCharacters: {
    ko: "큰따옴표나 역슬래시를 이스케이프하지 않은 속성 값은 SNS가 읽지 못해 그 메시지는 어떤 속성 정책도 통과하지 못합니다. 이런 문자가 없는 값을 쓰세요.",
    en: "A message whose attribute holds a double quote or backslash that is not escaped passes no policy on attributes at all. Use values without them.",
  },
  anythingButTwice: {
    ko: "한 목록의 anything-but 두 개는 서로의 값을 통과시킵니다. anything-but 하나에 목록으로 쓰세요.",
    en: "Two anything-but rules in one list let each other's values through. Write one anything-but with a list.",
  },
  foldedLetters: {
    ko: "ASCII가 아닌 글자의 대소문자 구분 없는 비교는 AWS에서 확인되지 않았습니다.",
    en: "Ignoring case outside ASCII has not been seen on AWS.",
  },
} as const satisfies Record<string, Words>;
