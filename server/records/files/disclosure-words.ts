import en from "../../../messages/en.json" with { type: "json" };
import ko from "../../../messages/ko.json" with { type: "json" };
import type { DisclosedValues, LegalBasis } from "../../vocabulary/choices/disclosure-choices.ts";
import type { InLanguages } from "../../vocabulary/languages.ts";

/** What the page of a disclosure says beside its values. */
export type DisclosureWords = {
  title: string;
  member: string;
  period: string;
  endNotIncluded: string;
  basis: string;
  bases: Record<LegalBasis, string>;
  requestNumber: string;
  authority: string;
  reason: string;
  values: string;
  shown: Record<DisclosedValues, string>;
  askedBy: string;
  approvedBy: string;
  at: string;
  count: string;
  profile: Record<string, string>;
  events: string;
  time: string;
  what: string;
  changes: string;
  context: string;
  imported: string;
};

/** What codes such as "wrong-password" are called, as on the screen. */
export const valueWords: InLanguages<Readonly<Record<string, string>>> = { ko: ko.values, en: en.values };

export const disclosureWords: InLanguages<DisclosureWords> = {
  ko: {
    title: "회원 이력 제공 자료",
    member: "회원 번호",
    period: "기간",
    endNotIncluded: "(끝 시각 제외)",
    basis: "제공 근거",
    bases: {
      warrant: "압수·수색 영장",
      "court-order": "법원의 제출 명령",
      "investigation-request": "수사기관의 협조 요청",
      "supervisor-request": "감독기관의 자료 요구",
      "member-request": "본인의 열람 요구",
    },
    requestNumber: "요청 문서 번호",
    authority: "제공받는 곳",
    reason: "사유",
    values: "개인정보",
    shown: { masked: "가린 값으로 제공", clear: "원래 값으로 제공" },
    askedBy: "요청한 담당자",
    approvedBy: "승인한 담당자",
    at: "작성 시각",
    count: "이벤트 수",
    profile: { name: "이름", phone: "전화번호", email: "이메일", address: "주소" },
    events: "이벤트 (오래된 것부터)",
    time: "일시",
    what: "내용",
    changes: "바뀐 값",
    context: "접속 정보",
    imported: "이전 기록에서 옮김",
  },
  en: {
    title: "A member's history, disclosed",
    member: "Member ID",
    period: "Period",
    endNotIncluded: "(end not included)",
    basis: "Legal basis",
    bases: {
      warrant: "Search warrant",
      "court-order": "Court order",
      "investigation-request": "Request of an investigating authority",
      "supervisor-request": "Request of a supervisory authority",
      "member-request": "Request of the member",
    },
    requestNumber: "Request number",
    authority: "Given to",
    reason: "Reason",
    values: "Personal values",
    shown: { masked: "Masked", clear: "In the clear" },
    askedBy: "Asked for by",
    approvedBy: "Approved by",
    at: "Made at",
    count: "Events",
    profile: { name: "Name", phone: "Phone number", email: "E-mail", address: "Address" },
    events: "Events, oldest first",
    time: "Time",
    what: "What happened",
    changes: "Changed values",
    context: "Context",
    imported: "Imported from a former record",
  },
};
