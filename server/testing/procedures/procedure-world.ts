import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";
import { pushCatalog } from "../../catalog/push-catalog.ts";
import { connect, type Db } from "../../db.ts";
import { orderLetterAct } from "../../dead-letters/act/order-letter-act.ts";
import { requestErasure } from "../../event-storage/erasure/erase-member.ts";
import { placeHold } from "../../event-storage/erasure/legal-hold.ts";
import { saveView } from "../../event-storage/views/save-view.ts";
import demoCatalog from "../../members/catalog.json" with { type: "json" };
import { provisionTopology } from "../../messaging/provision.ts";
import { type Subscriptions, subscriptionClients } from "../../messaging/read-subscriptions.ts";
import { askEventFile } from "../../records/files/ask-file.ts";
import { createJob } from "../../republish/order/create-job.ts";
import { planRepublish } from "../../republish/plan/plan-republish.ts";
import type { Actor } from "../../staff/actor.ts";
import { addSubscriber } from "../../subscribers/add-subscriber.ts";
import { changePolicy } from "../../subscribers/change-policy.ts";
import { selectSubscribers } from "../../subscribers/select-subscribers.ts";
import { issueServiceToken } from "../../subscribers/service-tokens.ts";
import { showSubscriber } from "../../subscribers/show-subscriber.ts";
import { letterOrderSchema } from "../../vocabulary/dead-letter.ts";
import { questionSchema } from "../../vocabulary/explore/saved-view.ts";
import { askEventFileSchema } from "../../vocabulary/oversight/prepared-file.ts";
import { newSubscriberSchema } from "../../vocabulary/subscriber.ts";
import { makeActor } from "../actors.ts";
import type { TestDatabase } from "../database.ts";
import type { TestMessaging } from "../messaging.ts";
import { makeTopology } from "../topology.ts";
import { giveProfiles } from "./member-profiles.ts";
import { makeWatches, type WatchWorld } from "./watch-examples.ts";

/** What each republish job of the world is there for. */
const jobsFor = ["shown", "pause", "resume", "cancel", "changeRate", "approve", "breakGlass", "retry"] as const;
type JobFor = (typeof jobsFor)[number];

/** What stands in the database and in SNS so that every procedure has something to answer. */
export type ProcedureWorld = {
  members: readonly [string, string];
  /** Events of one story of both members. */
  events: readonly [string, string];
  /** An event outside the story. */
  lastEvent: string;
  correlationId: string;
  jobs: Record<JobFor, string>;
  /** A plan that was made, and the token it gave. */
  planned: { layer: "internal"; target: string; selection: { members: string[] }; token: string };
  /** A job that another admin let run alone, and a limit that another admin proposed. */
  byAnother: { approvalId: string; limitChangeId: string };
  subscriber: string;
  tokenId: string;
  /** Waits for a second admin. */
  waitingTokenId: string;
  /** A subscriber whose policy in SNS is another one than the registered. */
  drifting: string;
  policyInForce: string;
  /** An act on the dead letters of the drifting subscriber. */
  letterActId: string;
  /** Requests of another admin to erase members who are nobody else. */
  erasures: { confirm: string; withdraw: string };
  /** A file that another admin has asked for. */
  waitingFileId: string;
  /** Somebody of staff whom nobody else here is, and a personal access token of theirs. */
  otherAccountId: string;
  accessTokenId: string;
  subscriptions: Subscriptions;
  /** Views of the team, one for each act on them. */
  views: Record<"change" | "look" | "remove", string>;
  /** Watches of the team, one of which found something, and a registered address. */
  watches: WatchWorld;
};

/** What the member system knows of each of the members. */
const profile = { name: "Kim", phone: "010-1234-5678", email: "kim@example.com", address: "Seoul Mapo 1" };

/** Makes the world of `procedureExamples`, and sets what the web process reads from its environment. */
export async function makeProcedureWorld(
  database: TestDatabase,
  { messaging, web }: { messaging: TestMessaging; web: Db },
): Promise<ProcedureWorld> {
  const owner = connect({ url: database.url(), name: "test world", max: 1 });
  await pushCatalog(owner, demoCatalog);
  const topics = await makeTopology(database.url(), messaging.prefix);
  const { internal: INTERNAL_TOPIC_ARN, external: EXTERNAL_TOPIC_ARN } = topics;
  Object.assign(process.env, { INTERNAL_TOPIC_ARN, EXTERNAL_TOPIC_ARN, DATABASE_URL: database.url("web") });

  const correlationId = randomUUID();
  const members = [`canary-${correlationId}`, `canary-${randomUUID()}`] as const;
  const events = [
    await storePhoneChange(database.owner(), members[0], correlationId),
    await storePhoneChange(database.owner(), members[1], correlationId),
  ] as const;
  const lastEvent = await storePhoneChange(database.owner(), members[1], randomUUID());

  const admin = await makeActor(database.owner(), "admin");
  const subscriptions = subscriptionClients(topics);
  const [subscriber, drifting] = ["listening", "drifting"];
  for (const id of [subscriber, drifting]) {
    const description = { ko: "시험", en: "test" };
    const added = { id, layer: "external", ownerDomain: "tests", placement: "external", description };
    await addSubscriber(web, admin, { ...newSubscriberSchema.parse(added), queuePrefix: messaging.prefix });
  }
  await provisionTopology({ topics, subscriptions: await selectSubscribers(web) });
  const policy = '{"action": ["email.changed"]}';
  await changePolicy(web, admin, { id: drifting, policy, policyScope: "MessageAttributes" });
  const queueName = `${messaging.prefix}${drifting}`;
  const inForce = await subscriptions.read({ layer: "external", queueName });
  const terms = { reason: "a test needs it", days: 1 };
  await issueServiceToken(web, admin, { id: subscriber, fields: ["state"], ...terms });
  const { tokenId: waitingTokenId } = await issueServiceToken(web, admin, {
    id: drifting,
    fields: ["phone"],
    ...terms,
  });
  const standing = { subscriptions, queues: { counts: () => Promise.reject(new Error("not asked")) } };
  const { tokens } = await showSubscriber(web, admin, { id: subscriber, standing });
  const jobs = await makeJobs(database.owner(), { web, admin, eventId: events[0] });
  const letters = { queue: drifting, act: "redrive", selection: { kind: "all" }, reason: "a test needs it" };
  const letterOrder = letterOrderSchema.parse({ idempotencyKey: randomUUID(), ...letters });
  const { actId: letterActId } = await orderLetterAct(web, admin, letterOrder);
  const why = { reason: "a test needs it", caseNumber: "CS-1" };
  const erasures = {
    confirm: (await requestErasure(web, admin, { memberId: "to-erase", ...why })).requestId,
    withdraw: (await requestErasure(web, admin, { memberId: "to-keep", ...why })).requestId,
  };
  await placeHold(web, admin, { memberId: "held", ...why });
  await owner.$client.end();
  await giveProfiles(
    database.owner(),
    members.map((memberId) => ({ memberId, ...profile })),
  );
  return {
    members,
    events,
    lastEvent,
    correlationId,
    jobs,
    planned: await makePlan(web, admin, members[0]),
    byAnother: await makeThingsToConfirm(database.owner(), jobs.shown),
    subscriber,
    tokenId: tokens[0]?.tokenId ?? "",
    waitingTokenId,
    drifting,
    policyInForce: inForce?.policy ?? "",
    letterActId,
    erasures,
    waitingFileId: (await askEventFile(web, admin, askEventFileSchema.parse({ conditions: [], reason: why.reason })))
      .fileId,
    ...(await makeOther(database.owner())),
    subscriptions,
    views: await makeViews(web, admin),
    watches: await makeWatches(database.owner(), { web, admin, memberId: members[0] }),
  };
}

async function makeViews(web: Db, admin: Actor): Promise<ProcedureWorld["views"]> {
  const question = questionSchema.parse({ conditions: [{ field: "ip", operator: "any", values: ["203.0.113.9"] }] });
  const make = async (name: string) => (await saveView(web, admin, { name, audience: "team", question })).id;
  return { change: await make("to change"), look: await make("to look at"), remove: await make("to remove") };
}

/** A job of one event for each act on jobs, in the state that the act is for. */
async function makeJobs(
  owner: Sql,
  { web, admin, eventId }: { web: Db; admin: Actor; eventId: string },
): Promise<Record<JobFor, string>> {
  const order = { target: "ALL", reason: "a test needs it", selection: { eventIds: [eventId] } };
  const make = async () =>
    (await createJob(web, admin, { ...order, layer: "internal", idempotencyKey: randomUUID() })).jobId;
  const jobs = {
    ...{ shown: await make(), pause: await make(), resume: await make(), cancel: await make() },
    ...{ changeRate: await make(), approve: await make(), breakGlass: await make(), retry: await make() },
  };
  await owner`update republish.job set state = 'paused', paused_because = 'staff' where id = ${jobs.resume}`;
  await owner`update republish.job set state = 'approval' where id in (${jobs.approve}, ${jobs.breakGlass})`;
  await owner`update republish.item set state = 'failed' where job_id = ${jobs.retry}`;
  return jobs;
}

async function makePlan(web: Db, admin: Actor, memberId: string): Promise<ProcedureWorld["planned"]> {
  const asked = { layer: "internal" as const, target: "ALL", selection: { members: [memberId] } };
  const { token } = await planRepublish(web, admin, { ...asked, rate: 10 });
  return { ...asked, token };
}

async function makeOther(owner: Sql): Promise<{ otherAccountId: string; accessTokenId: string }> {
  const { accountId: otherAccountId } = await makeActor(owner, "agent");
  const [row] = await owner<{ id: string }[]>`
    insert into staff.access_token (token_hash, account_id, name, expires_at)
    values (sha256('a token'), ${otherAccountId}, 'scripts', clock_timestamp() + interval '1 day') returning id`;
  return { otherAccountId, accessTokenId: row?.id ?? "" };
}

async function makeThingsToConfirm(owner: Sql, jobId: string): Promise<ProcedureWorld["byAnother"]> {
  const { accountId } = await makeActor(owner, "admin");
  const [row] = await owner<{ approval: string; change: string }[]>`
    with a as (
      insert into republish.approval (job_id, approved_by, kind, reason) values (${jobId}, ${accountId}, 'break-glass', 'in need') returning id),
    c as (insert into republish.limit_change (deliveries, reason, proposed_by) values (20000, 'more work', ${accountId}) returning id)
    select a.id as approval, c.id as change from a, c`;
  return { approvalId: row?.approval ?? "", limitChangeId: row?.change ?? "" };
}

/** One more event of a member, so that what shows the member answers something else. */
export async function storePhoneChange(owner: Sql, memberId: string, correlationId: string): Promise<string> {
  const number = `010-${1000 + Math.floor(Math.random() * 9000)}-${1000 + Math.floor(Math.random() * 9000)}`;
  const attributes = JSON.stringify({ phoneNumber: { to: number } });
  const [row] = await owner<{ id: string }[]>`
    select event.record_member_event(${memberId}, 'phone-number.changed', ${attributes}::text::jsonb,
      correlation_id => ${correlationId}::uuid) as id`;
  if (!row) throw new Error("nothing was stored");
  return row.id;
}
