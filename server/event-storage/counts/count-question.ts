import { createHash } from "node:crypto";
import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Waiting } from "../../bounded.ts";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { policyPaths } from "../../filter-policy/match/match-policy.ts";
import { policyScopes } from "../../filter-policy/policy.ts";
import { narrowByPolicy } from "../../filter-policy/sql/narrow-by-policy.ts";
import { idRows } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { conditionsSchema } from "../../vocabulary/condition-schema.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import { resolveConditions, type Selection } from "../conditions/selection.ts";
import { countPersonalTries } from "../search/count-personal-tries.ts";
import { findEvents } from "../search/find-events.ts";
import { policyCandidates } from "../search/policy-candidates.ts";
import { readWhileWaited } from "../search/read-while-waited.ts";
import { recordableConditions } from "../search/recordable-conditions.ts";
import { requirePolicy, walkPolicy } from "../search/search-by-policy.ts";

/** So many found events are looked at where no count is kept of what is asked. */
const MOST_LOOKED = 10_000;
/** A policy is asked of each event by itself. */
const MOST_LOOKED_BY_POLICY = 2000;

/** Which events to count: those that conditions find and, where one is given, an SNS filter policy lets through. */
export const countQuestionSchema = z
  .object({
    conditions: conditionsSchema,
    policy: z
      .object({
        text: z.string().max(256 * 1024),
        scope: z.enum(policyScopes),
        layer: z.enum(["internal", "external"]),
      })
      .strict()
      .optional(),
  })
  .strict();
export type CountQuestion = z.infer<typeof countQuestionSchema>;

/** The newest found events: a query of their ids, how many, whether these are all there are, and when the oldest happened. */
export type Sample = { ids: SQL; looked: number; isWhole: boolean; oldest: string | null };

/** What an access record says of a question. */
export type Asked = { what: Record<string, unknown>; asOf: string };

/**
 * Begins a look at what conditions find: the permission, the tries at personal values, and what its record will say.
 *
 * @param act names it in the access records.
 * @throws DomainError "forbidden", "too-many" and "bad-input" as the searches do.
 */
export async function beginCount(
  db: Executor,
  actor: Actor,
  { conditions, policy }: CountQuestion,
  act: string,
): Promise<Asked & { selection: Selection; personFound: () => Promise<void> }> {
  requirePermission(actor, "event:search");
  const personFound = await countPersonalTries(db, actor, { conditions, act });
  const asOf = await databaseTime(db);
  const recorded: Condition[] = await recordableConditions(db, conditions);
  const selection = await resolveConditions(db, conditions);
  const what = { conditions: recorded, ...(policy && recordablePolicy(policy)) };
  return { selection, personFound, what, asOf };
}

/** What is asked, how its record names it, who waits for it, and what is read of the sample. */
type Look<T> = {
  question: CountQuestion;
  act: string;
  waiting: Waiting | undefined;
  look: (reader: Executor, sample: Sample) => Promise<T>;
};

/** A look at the newest found events: begun, its sample found and read, for as long as somebody waits for it. */
export async function askCounts<T>(
  db: Executor,
  actor: Actor,
  { question, act, waiting, look }: Look<T>,
): Promise<Asked & { sample: Sample; found: T }> {
  const { selection, personFound, what, asOf } = await beginCount(db, actor, question, act);
  const { sample, found } = await readWhileWaited(db, waiting, async (reader) => {
    const newest = await findSample(reader, selection, question);
    return { sample: newest, found: await look(reader, newest) };
  });
  if (sample.looked > 0) await personFound();
  return { sample, found, what, asOf };
}

/** Finds the newest events that a question asks for, bounded as the searches are. */
export async function findSample(
  db: Executor,
  selection: Selection,
  { policy }: Pick<CountQuestion, "policy">,
): Promise<Sample> {
  const most = policy === undefined ? MOST_LOOKED : MOST_LOOKED_BY_POLICY;
  const found =
    policy === undefined ? await findByConditions(db, selection) : await findByPolicy(db, selection, policy);
  const ids = sql`select k.id from (${found.ids}) k order by k.id desc limit ${most}`;
  const [row] = await db.execute<{ n: number; oldest: string | null }>(sql`
    select count(*)::int as n, ${isoTime(sql`uuid_extract_timestamp((array_agg(k.id order by k.id))[greatest(1, count(*) - ${most - 1})::int])`)} as oldest
      from (${found.ids}) k`);
  const n = row?.n ?? 0;
  return { ids, looked: Math.min(n, most), isWhole: n <= most && !found.isPartial, oldest: row?.oldest ?? null };
}

async function findByConditions(db: Executor, selection: Selection): Promise<{ ids: SQL; isPartial: boolean }> {
  const { ids, partial } = await findEvents(db, selection, { cursor: undefined, limit: MOST_LOOKED + 1 });
  const rows = await db.execute<{ id: string }>(ids);
  // Found once: the queries that look at them must not search again.
  return { ids: idRows(rows.map(({ id }) => id)), isPartial: partial };
}

type GivenPolicy = NonNullable<CountQuestion["policy"]>;

async function findByPolicy(
  db: Executor,
  selection: Selection,
  given: GivenPolicy,
): Promise<{ ids: SQL; isPartial: boolean }> {
  const policy = requirePolicy(given.text, given.scope);
  const source = await policyCandidates(db, { selection, narrowing: narrowByPolicy(policy) });
  const wanted = MOST_LOOKED_BY_POLICY + 1;
  const { ids, partial } = await walkPolicy(db, source, { policy, layer: given.layer, cursor: undefined, wanted });
  return { ids: idRows(ids.slice(0, wanted)), isPartial: partial };
}

/** The policy may name personal values: its keys and its digest say enough. */
function recordablePolicy({ text, scope, layer }: GivenPolicy): Record<string, unknown> {
  const keys = [...policyPaths(requirePolicy(text, scope))];
  return { scope, layer, keys, policy: createHash("sha256").update(text).digest("base64url") };
}
