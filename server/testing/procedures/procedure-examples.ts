import { randomUUID } from "node:crypto";
import demoCatalog from "../../members/catalog.json" with { type: "json" };
import { accessExamples } from "./access-examples.ts";
import { auditorExamples } from "./auditor-examples.ts";
import { explorerExamples } from "./explorer-examples.ts";
import { guardExamples } from "./guard-examples.ts";
import { importExamples } from "./import-examples.ts";
import type { ProcedureExample } from "./procedure-example.ts";
import type { ProcedureWorld } from "./procedure-world.ts";
import { viewExamples } from "./view-examples.ts";
import { watchExamples } from "./watch-examples.ts";

const reason = "a test needs it";

/** An example of every procedure by its path: one that has none fails the tests of all procedures. */
export function procedureExamples(world: ProcedureWorld): Record<string, ProcedureExample> {
  const { members, events, lastEvent, correlationId, jobs } = world;
  const [first, second] = members;
  const [memberId, eventId] = [first, events[0]];
  const ofMember = [{ memberId: first }, { memberId: second }, { memberId: "nobody" }] as const;
  return {
    "session.me": { as: "agent", asks: [{}] },
    "session.signOut": { as: "agent", asks: [{}] },
    "lookUp.find": { as: "analyst", asks: [{ text: first }, { text: second }, { text: "nobody" }, { text: eventId }] },
    "members.profile": { as: "agent", asks: ofMember },
    "members.timeline": {
      as: "agent",
      asks: [
        { memberId, conditions: [{ field: "action", operator: "any", values: ["name.changed"] }] },
        { memberId, conditions: [] },
        { memberId, conditions: [], limit: 1 },
        { memberId: second, conditions: [] },
      ],
    },
    "members.recent": { as: "agent", asks: [{}] },
    "members.stateAt": {
      as: "agent",
      asks: [{ memberId }, { memberId: second }, { memberId, at: "2020-01-01T00:00:00Z" }],
    },
    "events.search": {
      as: "analyst",
      asks: [
        { conditions: [] },
        { conditions: [{ field: "member", operator: "any", values: [first] }], limit: 1 },
        { conditions: [{ field: "member", operator: "any", values: ["nobody"] }] },
      ],
    },
    ...explorerExamples(world),
    "events.keepSearch": {
      as: "analyst",
      asks: [{ conditions: [{ field: "device", operator: "any", values: ["d-1"] }] }],
    },
    "events.keptSearch": { as: "analyst", asks: [{ key: "nobody-kept-this" }] },
    "events.searchByPolicy": {
      as: "analyst",
      asks: [{ policy: '{"action": ["phone-number.changed"]}' }, { policy: '{"action": ["no.such"]}' }],
    },
    "events.show": { as: "agent", asks: [{ eventId }, { eventId: lastEvent }] },
    "events.record": {
      as: "admin",
      asks: [{ memberId, action: "password.changed", attributes: { password: { to: "changed" } } }],
    },
    "catalog.actions": { as: "auditor", asks: [{}] },
    "catalog.volumes": { as: "agent", asks: [{}] },
    "catalog.show": { as: "agent", asks: [{ action: "phone-number.changed" }] },
    "catalog.check": { as: "analyst", asks: [{ catalog: demoCatalog }] },
    "catalog.push": { as: "admin", asks: [{ catalog: withOneMoreAction() }] },
    "catalog.loosen": { as: "admin", asks: [{ name: "phoneNumber", reason }] },
    "accessRecords.list": { as: "auditor", asks: [{}, { limit: 1 }, { memberId: first }] },
    ...accessExamples(world),
    ...guardExamples(world),
    ...auditorExamples(world),
    "deadLetters.queues": { as: "analyst", asks: [{}] },
    "deadLetters.read": { as: "analyst", asks: [{ queue: world.drifting }, { queue: world.subscriber }] },
    "deadLetters.order": {
      as: "admin",
      asks: [
        {
          ...{ idempotencyKey: randomUUID(), queue: world.drifting, act: "discard", selection: { kind: "all" } },
          ...{ reason },
        },
      ],
    },
    "deadLetters.acts": { as: "analyst", asks: [{ queue: world.drifting }] },
    "deadLetters.act": { as: "analyst", asks: [{ actId: world.letterActId }] },
    "publication.status": { as: "analyst", asks: [{}] },
    "publication.incident": { as: "analyst", asks: [{}] },
    "publication.missed": { as: "analyst", asks: [{}] },
    "publication.lag": { as: "analyst", asks: [{}] },
    "publication.leftOut": { as: "analyst", asks: [{}] },
    "publication.stop": { as: "admin", asks: [{ layer: "internal", reason }] },
    "publication.resume": { as: "admin", asks: [{ layer: "internal" }] },
    "publication.retryParked": { as: "admin", asks: [{ layer: "internal", reason }] },
    ...importExamples(),
    "records.views": { as: "agent", asks: [{}] },
    "records.read": {
      as: "analyst",
      asks: [
        { view: "phone-number-changes", limit: 1 },
        { view: "phone-number-changes" },
        { view: "phone-number-changes", memberId },
      ],
    },
    "records.export": { as: "analyst", asks: [{ view: "phone-number-changes", reason }] },
    "republish.targets": {
      as: "admin",
      asks: [
        { eventId, layer: "internal" },
        { eventId: lastEvent, layer: "internal" },
      ],
    },
    "republish.receivers": { as: "admin", asks: [{ layer: "internal" }] },
    "republish.plan": {
      as: "admin",
      asks: [{ selection: { members: [first] }, layer: "internal", target: "ALL" }],
    },
    "republish.countOn": { as: "admin", asks: [world.planned] },
    "republish.late": { as: "admin", asks: [world.planned] },
    "republish.create": {
      as: "admin",
      asks: [
        {
          ...{ idempotencyKey: randomUUID(), selection: { eventIds: [eventId] }, layer: "internal", target: "ALL" },
          ...{ reason },
        },
      ],
    },
    "republish.show": { as: "admin", asks: [{ jobId: jobs.shown }] },
    "republish.foretold": { as: "admin", asks: [{ jobId: jobs.shown }] },
    "republish.follow": { as: "admin", asks: [{ jobId: jobs.shown }] },
    "republish.items": { as: "admin", asks: [{ jobId: jobs.shown }, { jobId: jobs.shown, state: "failed" }] },
    "republish.handled": { as: "admin", asks: [{ jobId: jobs.shown }] },
    "republish.outcomes": { as: "admin", asks: [{ jobId: jobs.shown }, { jobId: jobs.retry }] },
    "republish.unreviewed": { as: "admin", asks: [{}] },
    "republish.review": { as: "admin", asks: [{ approvalId: world.byAnother.approvalId, note: reason }] },
    "republish.limit": { as: "admin", asks: [{}] },
    "republish.confirmLimit": { as: "admin", asks: [{ changeId: world.byAnother.limitChangeId }] },
    "republish.proposeLimit": { as: "admin", asks: [{ deliveries: 5000, reason }] },
    "republish.list": { as: "admin", asks: [{}] },
    "republish.pause": { as: "admin", asks: [{ jobId: jobs.pause }] },
    "republish.resume": { as: "admin", asks: [{ jobId: jobs.resume }] },
    "republish.cancel": { as: "admin", asks: [{ jobId: jobs.cancel }] },
    "republish.changeRate": { as: "admin", asks: [{ jobId: jobs.changeRate, rate: 1 }] },
    "republish.approve": { as: "admin", asks: [{ jobId: jobs.approve }] },
    "republish.breakGlass": { as: "admin", asks: [{ jobId: jobs.breakGlass, reason }] },
    "republish.retry": { as: "admin", asks: [{ jobId: jobs.retry, idempotencyKey: randomUUID(), reason }] },
    "subscribers.list": { as: "analyst", asks: [{}] },
    "subscribers.listeners": { as: "analyst", asks: [{}] },
    "subscribers.show": { as: "analyst", asks: [{ id: world.subscriber }] },
    "subscribers.message": {
      as: "analyst",
      asks: [
        { eventId, layer: "internal" },
        { eventId, layer: "external" },
      ],
    },
    "subscribers.register": {
      as: "admin",
      asks: [
        {
          id: `new-${correlationId.slice(0, 8)}`,
          layer: "external",
          ownerDomain: "tests",
          placement: "external",
          description: { ko: "새", en: "new" },
          tokenFields: ["state"],
          tokenTerms: { reason, days: 1 },
        },
      ],
    },
    "subscribers.changePolicy": {
      as: "admin",
      asks: [{ id: world.subscriber, policy: '{"action": ["name.changed"]}', policyScope: "MessageAttributes" }],
    },
    "subscribers.applyPolicy": { as: "admin", asks: [{ id: world.drifting, seen: world.policyInForce }] },
    ...viewExamples(world),
    ...watchExamples(world.watches),
  };
}

function withOneMoreAction() {
  const [action] = demoCatalog.actions;
  return { ...demoCatalog, actions: [{ ...action, name: "member.made-for-tests" }] };
}
