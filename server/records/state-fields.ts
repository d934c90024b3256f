import type { Label } from "../vocabulary/record-view.ts";

/** A field of a member's state and what sets it. */
export type StateFieldEntry = {
  field: string;
  label: Label;
  personal: boolean;
  /** The attribute whose new value it is; null: the field is the time of the last of its actions. */
  attribute: string | null;
  /** Actions that set it whenever they carry the attribute. */
  actions: readonly string[];
};

function entry(field: string, [ko, en]: readonly [string, string], actions: readonly string[]): StateFieldEntry {
  return { field, label: { ko, en }, personal: false, attribute: field, actions };
}

function personal(field: string, label: readonly [string, string], actions: readonly string[]): StateFieldEntry {
  return { ...entry(field, label, actions), personal: true };
}

const memberships = [
  ...(["member.joined", "member.made-dormant", "member.restored", "member.suspended", "member.reinstated"] as const),
  ...(["withdrawal.requested", "withdrawal.completed", "withdrawal.taken-back"] as const),
];
const statuses = [
  ...(["member.logged-in", "member.logged-out", "device.removed"] as const),
  ...(["member.made-dormant", "member.suspended", "withdrawal.completed"] as const),
];

/** The fields of a member's state, in the order people read them. A new one is a new entry here and nothing else. */
export const stateFields: readonly StateFieldEntry[] = [
  entry("membership", ["회원 상태", "Membership"], memberships),
  entry("status", ["로그인 상태", "Signed in"], statuses),
  personal("name", ["이름", "Name"], ["member.joined", "name.changed"]),
  personal("phoneNumber", ["휴대전화 번호", "Phone number"], ["member.joined", "phone-number.changed"]),
  personal("emailAddress", ["이메일", "E-mail address"], ["member.joined", "email.changed"]),
  personal("address", ["주소", "Address"], ["member.joined", "address.changed"]),
  entry(
    "identityVerification",
    ["본인확인", "Identity verification"],
    ["member.joined", "identity-verification.completed", "identity-verification.removed"],
  ),
  entry(
    "marketingConsent",
    ["마케팅 동의", "Marketing consent"],
    ["member.joined", "marketing-consent.given", "marketing-consent.withdrawn"],
  ),
  entry("devices", ["등록된 기기 수", "Registered devices"], ["device.registered", "device.removed"]),
  entry("familyAccount", ["가족 계정", "Family account"], ["family-account.joined", "family-account.left"]),
  entry("sanction", ["마지막 제재", "Last sanction"], ["member.sanctioned"]),
  {
    field: "passwordChangedAt",
    label: { ko: "비밀번호 변경 시각", en: "Password changed" },
    personal: false,
    attribute: null,
    actions: ["password.changed"],
  },
];
