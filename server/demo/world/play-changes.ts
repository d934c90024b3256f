import { notifyPasswordChange } from "../../policies/notify-password-change.ts";
import { remindUnverifiedTask } from "../../policies/remind-unverified.ts";
import { doneBySchedule, inOffice } from "./invent-context.ts";
import {
  countDevices,
  endSessions,
  isBeforeVersionChange,
  type Life,
  noteHandling,
  raiseAct,
  raiseEvent,
  raiseFamilyEvent,
  type Stage,
} from "./life.ts";
import type { ActOf } from "./world-act.ts";

const DAY_MS = 86_400_000;

/** Members' own values: kind of act -> action, its attribute, and the member's field. */
const changes = {
  "change phone": { action: "phone-number.changed", attribute: "phoneNumber", field: "phone" },
  "change name": { action: "name.changed", attribute: "name", field: "name" },
  "change email": { action: "email.changed", attribute: "emailAddress", field: "email" },
  "change address": { action: "address.changed", attribute: "address", field: "address" },
} as const;

/** Another phone number, name, e-mail or postal address. */
export function playChange(stage: Stage, act: ActOf<keyof typeof changes>, { member }: Life): void {
  const { action, attribute, field } = changes[act.kind];
  const from = member[field];
  if (from === act.value || member.membership === "withdrawn") return;
  member[field] = act.value;
  raiseAct(stage, act, action, { [attribute]: { from, to: act.value } });
}

/** Another password, of which the member is notified. */
export function playPassword(stage: Stage, act: ActOf<"change password">, { member }: Life): void {
  if (member.membership !== "active") return;
  member.passwordChangedAt = act.at;
  const event = raiseAct(stage, act, "password.changed", { password: { to: "changed" } });
  const at = act.at + 300;
  stage.past.notifications.push({ memberId: member.id, kind: "password-changed", eventId: event.id, at });
  noteHandling(stage, {
    handler: notifyPasswordChange.id,
    eventId: event.id,
    memberId: event.memberId,
    at,
    outcome: "notification written",
  });
}

/** The identity is verified, or is not any more; then the family account lets the member go. */
export function playIdentity(
  stage: Stage,
  act: ActOf<"verify identity" | "remove identity verification">,
  life: Life,
): void {
  const { member, family } = life;
  const isVerified = member.identityVerifiedAt !== null;
  if (member.membership !== "active" || isVerified === (act.kind === "verify identity")) return;
  const [from, to] = isVerified ? ["verified", "none"] : ["none", "verified"];
  member.identityVerifiedAt = isVerified ? null : act.at;
  const changed = { identityVerification: { from, to } };
  if (!isVerified) {
    const method = stage.random.pick(["phone", "phone", "card", "certificate"]);
    raiseAct(stage, act, "identity-verification.completed", { ...changed, method: { to: method } });
    return;
  }
  const cause = raiseAct(stage, act, "identity-verification.removed", changed);
  if (family === null || family.withdrawnAt !== null) return;
  const at = act.at + 1400;
  Object.assign(family, { withdrawnAt: at, withdrawnByEvent: cause.id, withdrawnBecause: "identity-not-verified" });
  raiseFamilyEvent(stage, life, { happening: "left", at, reason: "identity-not-verified", cause });
}

/** Consent to marketing; before the change of versions it was a yes or no. */
export function playConsent(stage: Stage, act: ActOf<"give consent" | "withdraw consent">, { member }: Life): void {
  const to = act.kind === "give consent" ? "given" : "none";
  const from = member.marketingConsent;
  if (member.membership !== "active" || from === to) return;
  member.marketingConsent = to;
  if (to === "none") raiseAct(stage, act, "marketing-consent.withdrawn", { marketingConsent: { from, to } });
  else if (isBeforeVersionChange(stage, act.at))
    raiseAct(stage, act, "marketing-consent.given", { agreed: { from: false, to: true } });
  else {
    const channel = stage.random.pick(["all", "all", "email", "text-message", "push"]);
    raiseAct(stage, act, "marketing-consent.given", { marketingConsent: { from, to }, channel: { to: channel } }, 2);
  }
}

/** A device is taken off the list, and its session ends. */
export function playRemoveDevice(stage: Stage, act: ActOf<"remove device">, life: Life): void {
  const known = life.devices.get(act.removed.id);
  if (!known || known.removedAt !== null || life.member.membership !== "active") return;
  const before = countDevices(life);
  known.removedAt = act.at;
  const status = endSessions(life, act.removed.id);
  raiseAct(stage, act, "device.removed", {
    device: { from: act.removed.id },
    devices: { from: before, to: before - 1 },
    ...status,
  });
}

/** Somebody comes into a family, where its identity is still verified. */
export function playJoinFamily(stage: Stage, act: ActOf<"join family">, life: Life): void {
  const { member, person } = life;
  if (member.membership !== "active" || member.identityVerifiedAt === null || life.family !== null) return;
  life.family = {
    memberId: member.id,
    familyId: person.familyId ?? 0,
    joinedAt: act.at,
    withdrawnAt: null,
    withdrawnByEvent: null,
    withdrawnBecause: null,
  };
  raiseFamilyEvent(stage, life, { happening: "joined", at: act.at });
}

/** The reminder of a day after joining: what is due in the past was done, what is due later waits. */
export function playReminder(stage: Stage, act: ActOf<"remind">, { member, joinEvent }: Life): void {
  if (joinEvent === null || member.identityVerifiedAt !== null || member.membership !== "active") return;
  const cause = joinEvent;
  const event = raiseEvent(stage, {
    ...{ at: act.at, memberId: member.id, action: "identity-verification.reminded", attributes: {} },
    ...{ context: doneBySchedule, cause },
  });
  stage.past.notifications.push({ memberId: member.id, kind: "verify-identity", eventId: event.id, at: act.at });
}

/** What waits at the end of the past: reminders of those who joined on the last day. */
export function putDownReminders(stage: Stage): void {
  const { now } = stage.plan;
  for (const { member, joinEvent } of stage.lives.values()) {
    const dueAt = member.joinedAt + DAY_MS;
    if (joinEvent === null || dueAt <= now || member.identityVerifiedAt !== null || member.membership !== "active")
      continue;
    stage.past.tasks.push({ kind: remindUnverifiedTask.kind, memberId: member.id, causeEventId: joinEvent.id, dueAt });
  }
}

/** A sanction that ends by itself. */
export function playSanction(stage: Stage, act: ActOf<"sanction">, { member }: Life): void {
  if (member.membership === "withdrawn") return;
  const { at, sanction, reason } = act;
  const until = at + act.days * DAY_MS;
  const event = raiseEvent(stage, {
    ...{ at, memberId: member.id, action: "member.sanctioned", context: inOffice("trust and safety") },
    attributes: { sanction: { to: sanction }, reason: { to: reason }, until: { to: new Date(until).toISOString() } },
  });
  stage.past.sanctions.push({ eventId: event.id, memberId: member.id, sanction, reason, until });
}
