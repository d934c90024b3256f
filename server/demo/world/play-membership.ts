import type { Membership } from "../../members/change-membership.ts";
import { doneBySchedule, inOffice } from "./invent-context.ts";
import { endSessions, type Life, raiseAct, raiseEvent, raiseFamilyEvent, type Stage } from "./life.ts";
import type { ActOf } from "./world-act.ts";
import type { WorldEvent } from "./world-event.ts";

const MINUTE_MS = 60_000;

/** As long as the member system waits for objections. */
const OBJECTION_MS = 2 * MINUTE_MS;

/** Outside systems answer after a few seconds. */
const ANSWER_MS = 3200;

function moveTo({ member }: Life, to: Membership): { membership: { from: Membership; to: Membership } } {
  const from = member.membership;
  member.membership = to;
  return { membership: { from, to } };
}

/** Dormancy and its end, suspension and its end; nothing where the domain would refuse it. */
export function playStanding(
  stage: Stage,
  act: ActOf<"make dormant" | "restore" | "suspend" | "reinstate">,
  life: Life,
): void {
  const { membership, id: memberId } = life.member;
  const { at } = act;
  switch (act.kind) {
    case "make dormant": {
      if (membership !== "active") return;
      const attributes = { ...moveTo(life, "dormant"), ...endSessions(life) };
      raiseEvent(stage, { at, memberId, action: "member.made-dormant", attributes, context: doneBySchedule });
      return;
    }
    case "restore":
      if (membership === "dormant") raiseAct(stage, act, "member.restored", moveTo(life, "active"));
      return;
    case "suspend": {
      if (membership !== "active" && membership !== "dormant") return;
      const attributes = { ...moveTo(life, "suspended"), ...endSessions(life), reason: { to: act.reason } };
      raiseEvent(stage, {
        at,
        memberId,
        action: "member.suspended",
        attributes,
        context: inOffice("trust and safety"),
      });
      return;
    }
    case "reinstate": {
      if (membership !== "suspended") return;
      const context = inOffice("customer service");
      raiseEvent(stage, { at, memberId, action: "member.reinstated", attributes: moveTo(life, "active"), context });
    }
  }
}

/** A withdrawal from the wish to its end, as one story: whoever is outside lets go, or objects and all is as before. */
export function playWithdrawal(stage: Stage, act: ActOf<"withdraw">, life: Life): void {
  const { member } = life;
  if (member.membership !== "active") return;
  const dueAt = act.at + OBJECTION_MS;
  const objectionsUntil = { to: new Date(dueAt).toISOString() };
  const request = raiseAct(stage, act, "withdrawal.requested", {
    ...moveTo(life, "withdrawal-requested"),
    objectionsUntil,
  });
  const holdsFamily = life.family !== null && life.family.withdrawnAt === null;
  const isObjected = act.end === "objection" && holdsFamily;
  if (!isObjected && holdsFamily) leaveFamily(stage, life, request);
  if (isObjected) playObjection(stage, life, request);
  else if (act.end === "by-member") playSecondThoughts(stage, act, { life, request });
  else complete(stage, life, { request, at: dueAt + 400 });
  const state = isObjected || act.end === "by-member" ? "taken-back" : "completed";
  const settledAt = stage.past.events.at(-1)?.at ?? dueAt;
  stage.past.withdrawals.push({ requestEventId: request.id, memberId: member.id, dueAt, state, settledAt });
}

function leaveFamily(stage: Stage, life: Life, cause: WorldEvent): void {
  const at = cause.at + ANSWER_MS;
  Object.assign(life.family ?? {}, { withdrawnAt: at, withdrawnByEvent: cause.id, withdrawnBecause: "withdrawal" });
  raiseFamilyEvent(stage, life, { happening: "left", at, reason: "withdrawal", cause });
}

function playObjection(stage: Stage, life: Life, request: WorldEvent): void {
  const memberId = life.member.id;
  const objection = raiseEvent(stage, {
    ...{
      at: request.at + ANSWER_MS,
      memberId,
      action: "withdrawal.objected",
      context: { channel: "service" },
      cause: request,
    },
    attributes: { objector: { to: "family-account" }, reason: { to: "holds a family account that others are in" } },
  });
  raiseEvent(stage, {
    ...{ at: objection.at + 300, memberId, action: "withdrawal.taken-back", context: doneBySchedule, cause: objection },
    attributes: { ...moveTo(life, "active"), reason: { to: "objection" } },
  });
}

function playSecondThoughts(
  stage: Stage,
  act: ActOf<"withdraw">,
  { life, request }: { life: Life; request: WorldEvent },
): void {
  const attributes = { ...moveTo(life, "active"), reason: { to: "by-member" } };
  const { context, memberId } = request;
  const at = act.at + MINUTE_MS;
  const back = raiseEvent(stage, {
    at,
    memberId,
    action: "withdrawal.taken-back",
    attributes,
    context,
    cause: request,
  });
  const { family } = life;
  if (family?.withdrawnBecause !== "withdrawal") return;
  family.withdrawnAt = null;
  raiseFamilyEvent(stage, life, { happening: "joined", at: back.at + ANSWER_MS, cause: back });
}

function complete(stage: Stage, life: Life, { request, at }: { request: WorldEvent; at: number }): void {
  const attributes = { ...moveTo(life, "withdrawn"), ...endSessions(life) };
  const action = "withdrawal.completed";
  raiseEvent(stage, { at, memberId: life.member.id, action, attributes, context: doneBySchedule, cause: request });
}
