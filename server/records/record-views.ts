import type { Label, RecordColumnKind, RecordView } from "../vocabulary/record-view.ts";

/** Where a cell's value stands in an event. */
export type CellSource = { attribute: string; side: "from" | "to" } | { context: string } | "action";

type Column = { name: string; label: Label; kind: RecordColumnKind; source: CellSource };
type Choice = { value: string; label: Label };

/** One former record table: which actions fill it, its columns, and the columns that may be filtered by. */
export type RecordViewEntry = {
  name: string;
  label: Label;
  description: Label;
  actions: readonly string[];
  columns: readonly Column[];
  /** Columns that have a filter of their own; the choices are the values that are codes. */
  filters: Readonly<Record<string, readonly Choice[] | null>>;
};

function label(ko: string, en: string): Label {
  return { ko, en };
}

function changed(attribute: string, ko: string, en: string, kind: RecordColumnKind = "text"): Column[] {
  return [
    { name: `${attribute}From`, label: label(`이전 ${ko}`, `${en} before`), kind, source: { attribute, side: "from" } },
    { name: `${attribute}To`, label: label(`새 ${ko}`, `${en} after`), kind, source: { attribute, side: "to" } },
  ];
}

function became(attribute: string, text: Label, kind: RecordColumnKind = "text"): Column {
  return { name: attribute, label: text, kind, source: { attribute, side: "to" } };
}

const action: Column = { name: "action", label: label("행위", "Action"), kind: "text", source: "action" };
const device: Column = {
  name: "device",
  label: label("기기", "Device"),
  kind: "text",
  source: { context: "deviceId" },
};
const ip: Column = { name: "ip", label: label("IP 주소", "IP address"), kind: "text", source: { context: "ip" } };
const channel: Column = {
  name: "channel",
  label: label("경로", "Channel"),
  kind: "text",
  source: { context: "channel" },
};
const where = [device, ip, channel];
const byWhere = { device: null, ip: null };

/** The filter by action: one choice an action of the view. */
function byAction(...choices: (readonly [string, string, string])[]): RecordViewEntry["filters"] {
  return { action: choices.map(([value, ko, en]) => ({ value, label: label(ko, en) })) };
}

const membershipChoices = [
  { value: "active", label: label("활성", "active") },
  { value: "withdrawal-requested", label: label("탈퇴 요청됨", "withdrawal requested") },
  { value: "withdrawn", label: label("탈퇴함", "withdrawn") },
];

/** Every former record table, one entry each. A new one is a new entry here and nothing else. */
export const recordViews: readonly RecordViewEntry[] = [
  {
    name: "login-history",
    label: label("로그인 이력", "Login history"),
    description: label("로그인, 로그인 실패, 로그아웃", "Log-ins, failed log-ins and log-outs"),
    actions: ["member.logged-in", "member.login-failed", "member.logged-out"],
    columns: [action, became("reason", label("사유", "Reason")), ...where],
    filters: {
      ...byAction(
        ["member.logged-in", "로그인", "logged in"],
        ["member.login-failed", "로그인 실패", "log-in failed"],
        ["member.logged-out", "로그아웃", "logged out"],
      ),
      ...byWhere,
    },
  },
  {
    name: "device-history",
    label: label("기기 이력", "Device history"),
    description: label("등록되고 삭제된 기기", "Devices registered and removed"),
    actions: ["device.registered", "device.removed"],
    columns: [
      action,
      became("device", label("기기", "Device")),
      became("model", label("모델", "Model")),
      became("devices", label("기기 수", "Devices then")),
      ip,
      channel,
    ],
    filters: {
      ...byAction(["device.registered", "등록", "registered"], ["device.removed", "삭제", "removed"]),
      device: null,
      ip: null,
    },
  },
  {
    name: "name-changes",
    label: label("이름 변경 이력", "Name changes"),
    description: label("이전 이름과 새 이름 (가려서 표시)", "Names before and after, masked"),
    actions: ["name.changed"],
    columns: [...changed("name", "이름", "Name", "personal"), ...where],
    filters: byWhere,
  },
  {
    name: "phone-number-changes",
    label: label("휴대전화 번호 변경 이력", "Phone number changes"),
    description: label("이전 번호와 새 번호 (가려서 표시)", "Numbers before and after, masked"),
    actions: ["phone-number.changed"],
    columns: [...changed("phoneNumber", "번호", "Number", "personal"), ...where],
    filters: byWhere,
  },
  {
    name: "email-changes",
    label: label("이메일 변경 이력", "E-mail changes"),
    description: label("이전 주소와 새 주소 (가려서 표시)", "Addresses before and after, masked"),
    actions: ["email.changed"],
    columns: [...changed("emailAddress", "이메일", "E-mail", "personal"), ...where],
    filters: byWhere,
  },
  {
    name: "address-changes",
    label: label("주소 변경 이력", "Address changes"),
    description: label("이전 주소와 새 주소 (가려서 표시)", "Postal addresses before and after, masked"),
    actions: ["address.changed"],
    columns: [...changed("address", "주소", "Address", "personal"), ...where],
    filters: byWhere,
  },
  {
    name: "identity-verification",
    label: label("본인확인 이력", "Identity verification"),
    description: label("본인확인의 완료와 해제", "Verifications completed and removed"),
    actions: ["identity-verification.completed", "identity-verification.removed"],
    columns: [
      action,
      ...changed("identityVerification", "상태", "State"),
      became("method", label("방법", "Method")),
      ...where,
    ],
    filters: byAction(
      ["identity-verification.completed", "완료", "completed"],
      ["identity-verification.removed", "해제", "removed"],
    ),
  },
  {
    name: "marketing-consent",
    label: label("마케팅 동의 이력", "Marketing consent"),
    description: label("마케팅 수신 동의와 철회", "Consent given and withdrawn"),
    actions: ["marketing-consent.given", "marketing-consent.withdrawn"],
    columns: [
      action,
      ...changed("marketingConsent", "동의", "Consent"),
      became("channel", label("수신 채널", "By way of")),
      device,
      ip,
    ],
    filters: byAction(
      ["marketing-consent.given", "동의", "given"],
      ["marketing-consent.withdrawn", "철회", "withdrawn"],
    ),
  },
  {
    name: "sanctions",
    label: label("제재 이력", "Sanctions"),
    description: label("제재, 이용 정지와 해제", "Sanctions, suspensions and reinstatements"),
    actions: ["member.sanctioned", "member.suspended", "member.reinstated"],
    columns: [
      action,
      became("sanction", label("제재", "Sanction")),
      became("reason", label("사유", "Reason")),
      became("until", label("기한", "Until"), "time"),
      { name: "by", label: label("처리자", "By"), kind: "text", source: { context: "by" } },
    ],
    filters: byAction(
      ["member.sanctioned", "제재", "sanctioned"],
      ["member.suspended", "이용 정지", "suspended"],
      ["member.reinstated", "정지 해제", "reinstated"],
    ),
  },
  {
    name: "family-account",
    label: label("가족 계정 이력", "Family account"),
    description: label("가족 계정의 참여와 탈퇴", "Family accounts joined and left"),
    actions: ["family-account.joined", "family-account.left"],
    columns: [action, ...changed("familyAccount", "상태", "State"), became("reason", label("사유", "Reason"))],
    filters: byAction(["family-account.joined", "참여", "joined"], ["family-account.left", "탈퇴", "left"]),
  },
  {
    name: "withdrawals",
    label: label("탈퇴 이력", "Withdrawals"),
    description: label("탈퇴 요청, 이의, 완료와 취소", "Withdrawals requested, objected to, completed and taken back"),
    actions: ["withdrawal.requested", "withdrawal.objected", "withdrawal.completed", "withdrawal.taken-back"],
    columns: [
      action,
      became("membership", label("회원 상태", "Membership")),
      became("objector", label("이의 제기자", "Objector")),
      became("reason", label("사유", "Reason")),
      became("objectionsUntil", label("이의 기한", "Objections until"), "time"),
      channel,
    ],
    filters: {
      ...byAction(
        ["withdrawal.requested", "요청", "requested"],
        ["withdrawal.objected", "이의", "objected to"],
        ["withdrawal.completed", "완료", "completed"],
        ["withdrawal.taken-back", "취소", "taken back"],
      ),
      membership: membershipChoices,
    },
  },
];

/** The views as programs and the console see them, without where their values stand. */
export function listRecordViews(): RecordView[] {
  return recordViews.map(({ name, label: title, description, actions, columns, filters }) => ({
    name,
    label: title,
    description,
    actions: [...actions],
    columns: columns.map(({ name: column, label: heading, kind }) => ({ name: column, label: heading, kind })),
    filters: columns.flatMap(({ name: column, label: heading }) => {
      const choices = filters[column];
      return choices === undefined
        ? []
        : [{ name: column, label: heading, choices: choices === null ? null : [...choices] }];
    }),
  }));
}
