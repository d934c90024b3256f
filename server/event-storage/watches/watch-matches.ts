import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { narrowByPolicy } from "../../filter-policy/sql/narrow-by-policy.ts";
import { idRows } from "../../sql-values.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { AskedPolicy } from "../../vocabulary/explore/saved-view.ts";
import type { WatchSubject } from "../../vocabulary/explore/watch.ts";
import { NO_MEMBER } from "../../vocabulary/member-event.ts";
import type { Sequence } from "../../vocabulary/sequence/sequence.ts";
import { resolveConditions } from "../conditions/selection.ts";
import { findEvents } from "../search/find-events.ts";
import { policyCandidates } from "../search/policy-candidates.ts";
import { walkPolicy } from "../search/search-by-policy.ts";
import { findChains } from "../sequences/find-chains.ts";
import { idTime } from "../sequences/step-events.ts";
import type { Match } from "./crossings.ts";

/** More than this in one look is no watch any more: it could not be told apart from everyday life. */
const MOST_MATCHES = 20_000;
const TIME_LIMIT_MS = 8000;

type Question = { conditions: readonly Condition[]; policy: AskedPolicy | null; sequence: Sequence | null };
type Asked = { question: Question; per: WatchSubject; from: string; asOf: string };

/**
 * Everything that a view or a sequence finds from a moment on.
 *
 * @param db a transaction whose statements are planned for their values.
 * @returns "many" or "slow" when not all of it could be read.
 */
export async function watchMatches(db: Executor, asked: Asked): Promise<Match[] | "many" | "slow"> {
  const { sequence } = asked.question;
  return sequence === null ? eventMatches(db, asked) : chainMatches(db, sequence, asked);
}

async function eventMatches(db: Executor, { question, per, from }: Asked): Promise<Match[] | "many" | "slow"> {
  const resolved = await resolveConditions(db, question.conditions);
  const { start, end } = resolved.period;
  const selection = { ...resolved, period: { start: start !== null && start > from ? start : from, end } };
  const wanted = MOST_MATCHES + 1;
  const found =
    question.policy === null
      ? await findEvents(db, selection, { cursor: undefined, limit: wanted })
      : await findByPolicy(db, selection, question.policy, wanted);
  if (found.partial) return "slow";
  const rows = await db.execute<{ id: string; member: string; device: string | null; ip: string | null }>(sql`
    select e.id::text as id, e.member_id as member, e.device_id as device, e.ip from event.member_event e
     where e.id = any(array(select k.id from (${found.ids}) k))`);
  if (rows.length > MOST_MATCHES) return "many";
  return rows.map(({ id, member, device, ip }) => ({
    id,
    at: idTime(id),
    subject: { all: "", member: member === NO_MEMBER ? null : member, device, ip }[per],
    members: member === NO_MEMBER ? [] : [member],
  }));
}

async function findByPolicy(
  db: Executor,
  selection: Awaited<ReturnType<typeof resolveConditions>>,
  { text, scope, layer }: AskedPolicy,
  wanted: number,
) {
  const { policy } = parsePolicy(text, scope);
  if (policy === undefined) return { ids: idRows([]), partial: true };
  const source = await policyCandidates(db, { selection, narrowing: narrowByPolicy(policy) });
  const { ids, partial } = await walkPolicy(db, source, { policy, layer, wanted, timeLimitMs: TIME_LIMIT_MS });
  return { ids: idRows(ids), partial };
}

async function chainMatches(
  db: Executor,
  sequence: Sequence,
  { per, from, asOf }: Asked,
): Promise<Match[] | "many" | "slow"> {
  const isOpen = sequence.steps.at(-1)?.isAbsent ?? false;
  const withinMs = sequence.withinSeconds * 1000;
  // A chain is known at its end, or where something must not follow, when its time is up: it may have begun so much earlier.
  const begins = new Date(Date.parse(from) - withinMs).toISOString();
  const asked = { asOf, mostChains: MOST_MATCHES, mostKeys: MOST_MATCHES, timeLimitMs: TIME_LIMIT_MS };
  const found = await findChains(db, { ...sequence, period: `${begins}..` }, asked);
  if (found.partial) return "slow";
  if (found.cursor !== null) return "many";
  return found.chains.map(({ key, start, end, members }) => ({
    id: end,
    at: isOpen ? idTime(start) + withinMs : idTime(end),
    subject: per === "all" ? "" : key,
    members: members.filter((member) => member !== NO_MEMBER),
  }));
}
