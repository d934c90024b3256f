import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Waiting } from "../../bounded.ts";
import { databaseTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { snsMessage } from "../../filter-policy/parse/policy-fault.ts";
import { type Policy, type PolicyScope, policyScopes } from "../../filter-policy/policy.ts";
import { narrowByPolicy } from "../../filter-policy/sql/narrow-by-policy.ts";
import { policyToSql } from "../../filter-policy/sql/policy-to-sql.ts";
import { idRows } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { EventPage, LayerName } from "../../vocabulary/member-event.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { attributesOf, bodyOf } from "../message-columns.ts";
import { selectEvents } from "../select-events.ts";
import { countPersonalTries } from "./count-personal-tries.ts";
import { type CandidateSource, policyCandidates } from "./policy-candidates.ts";
import { readWhileWaited } from "./read-while-waited.ts";
import { recordableQuestion } from "./recordable-conditions.ts";

/** The first look takes as many candidates as are wanted, each further one four times as many, up to this. */
const LARGEST_LOOK = 1000;
/** A search stops here and says that it is partial. */
const TIME_LIMIT_MS = 4000;

/** What a search by an SNS filter policy asks for: the messages of one layer, and one page of their events below `cursor`. */
export const searchByPolicySchema = z
  .object({
    policy: z.string().max(256 * 1024),
    scope: z.enum(policyScopes).default("MessageAttributes"),
    layer: z.enum(["internal", "external"]).default("internal"),
    /** Further conditions that must hold. */
    conditions: conditionsSchema.default([]),
    cursor: z.uuid().optional(),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .strict();
type SearchByPolicy = z.infer<typeof searchByPolicySchema>;

/**
 * Finds the events whose message, as the publisher sends it with target ALL, a policy lets through; newest first, one page
 * below the cursor. Keys that an index can answer narrow; every candidate is then checked against the whole policy.
 *
 * Events that were imported are asked, too, though they were never sent. A search that reaches its time limit answers
 * `partial`, with the cursor from which it can go on. Records which members were shown before it answers.
 *
 * @param db a pool whose statements are planned for their values (`customPlans`).
 * @param waiting who waits for the answer: once nobody does, the search ends, and nothing was shown.
 * @throws DomainError "bad-input" with SNS's text and the way out, "forbidden" when the actor may not search.
 */
export async function searchByPolicy(
  db: Executor,
  actor: Actor,
  search: SearchByPolicy,
  waiting?: Waiting,
): Promise<Recorded<EventPage>> {
  requirePermission(actor, "event:search");
  const { conditions, scope, layer, limit } = search;
  const policy = requirePolicy(search.policy, scope);
  const personFound = await countPersonalTries(db, actor, { conditions, act: "event.search-by-policy" });
  const asOf = await databaseTime(db);
  const { cursor } = search;
  const { found, events } = await readWhileWaited(db, waiting, async (reader) => {
    const selection = await resolveConditions(reader, conditions);
    const source = await policyCandidates(reader, { selection, narrowing: narrowByPolicy(policy) });
    const looked = await walkPolicy(reader, source, { policy, layer, cursor, wanted: limit + 1 });
    return { found: looked, events: await selectEvents(reader, idRows(looked.ids.slice(0, limit))) };
  });
  const { ids, lastLooked, partial } = found;
  const memberIds = [...new Set(events.map((event) => event.memberId))];
  const what = await recordableQuestion(db, { conditions, policy: { text: search.policy, scope, layer } });
  const hasMore = ids.length > limit;
  const answer: EventPage = {
    events,
    nextCursor: hasMore ? (ids[limit - 1] ?? null) : partial ? lastLooked : null,
    partial: partial && !hasMore,
    asOf,
  };
  const isFound = events.length > 0;
  if (isFound) await personFound();
  return showRecorded(db, actor, { act: "event.search-by-policy", memberIds, what, answer, isFound });
}

/**
 * A policy as SNS reads it.
 *
 * @throws DomainError "bad-input" with SNS's text and the way out.
 */
export function requirePolicy(text: string, scope: PolicyScope): Policy {
  const { policy, fault } = parsePolicy(text, scope);
  if (policy !== undefined) return policy;
  throw new DomainError("bad-input", `${snsMessage(fault, "Subscribe")} - ${fault.hint.en}`, { field: "policy" });
}

type Walk = {
  policy: Policy;
  layer: LayerName;
  cursor?: string | undefined;
  wanted: number;
  timeLimitMs?: number;
};

/**
 * Goes through candidates, newest first below the cursor, until so many are found that the policy lets through, none is left or
 * the time is up.
 *
 * @returns their ids, perhaps more than wanted; down to which id was looked, null where nothing is left below; whether others may be
 *   let through, too.
 */
export async function walkPolicy(
  db: Executor,
  source: CandidateSource,
  { policy, layer, cursor, wanted, timeLimitMs = TIME_LIMIT_MS }: Walk,
): Promise<{ ids: string[]; lastLooked: string | null; partial: boolean }> {
  const began = performance.now();
  const ids: string[] = [];
  let lastLooked = cursor ?? null;
  for (let look = wanted; ; look = Math.min(look * 4, LARGEST_LOOK)) {
    const { rows, partial, lookedTo } = await source.find(db, { cursor: lastLooked ?? undefined, limit: look });
    const looked = await checkCandidates(db, rows, policy, layer);
    ids.push(...looked.filter(({ matches }) => matches).map(({ id }) => id));
    if (looked.length < look && lookedTo === null) return { ids, lastLooked: null, partial };
    // Where the candidates' own time was up, there is none of them down to there but those.
    lastLooked = lookedTo ?? looked.at(-1)?.id ?? lastLooked;
    if (ids.length >= wanted) return { ids, lastLooked, partial: false };
    if (performance.now() - began > timeLimitMs) return { ids, lastLooked, partial: true };
  }
}

/**
 * What a policy sees of a stored event's message in a layer, by the functions that make the message.
 * Needs the event as `e`, its action as `a` and its version as `v`.
 */
export function leavesOfEvent(scope: PolicyScope, layer: LayerName): SQL {
  if (scope === "MessageAttributes") return sql`event.leaves(${scope}, ${attributesOf(layer)}, null)`;
  return sql`event.leaves(${scope}, null, ${bodyOf(layer)})`;
}

/** Checks candidates against the policy. */
function checkCandidates(
  db: Executor,
  rows: SQL,
  policy: Policy,
  layer: LayerName,
): Promise<{ id: string; matches: boolean }[]> {
  const isSent = layer === "internal" ? sql`true` : sql`v.external`;
  return db.execute<{ id: string; matches: boolean }>(sql`
    select e.id::text as id, ${isSent} and ${policyToSql(policy, sql`l.leaves`)} as matches
      from (${rows}) e join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = e.action_id and v.version = e.version
     cross join lateral (select ${leavesOfEvent(policy.scope, layer)} as leaves offset 0) l
     order by e.id desc`);
}
