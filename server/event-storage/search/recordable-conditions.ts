import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { policyPaths } from "../../filter-policy/match/match-policy.ts";
import { parsePolicy } from "../../filter-policy/parse/parse-policy.ts";
import { jsonb } from "../../sql-values.ts";
import type { Condition } from "../../vocabulary/conditions.ts";
import type { AskedPolicy } from "../../vocabulary/explore/saved-view.ts";
import type { JsonValue } from "../../vocabulary/member-event.ts";
import type { Sequence, SequenceStep } from "../../vocabulary/sequence/sequence.ts";
import { spanText } from "../../vocabulary/sequence/sequence-params.ts";
import { readPath } from "../../vocabulary/value-path.ts";
import { readCatalogShapes } from "../conditions/catalog-shapes.ts";

/**
 * Conditions as an access record may hold them for ever: values of attributes that the catalog calls personal stand masked, as
 * in the events, or as "***" when they are no such value.
 */
export async function recordableConditions(db: Executor, conditions: readonly Condition[]): Promise<Condition[]> {
  const named = conditions.flatMap(({ name, operator, values }, n) =>
    name === undefined || operator === "exists"
      ? []
      : values.map((value, at) => ({ n, at, name: readPath(name)[0] ?? "", value })),
  );
  if (named.length === 0) return [...conditions];
  const { personal } = await readCatalogShapes(db);
  const given = named.flatMap(({ name, ...one }) => [...(personal.get(name) ?? [])].map((kind) => ({ ...one, kind })));
  if (given.length === 0) return [...conditions];
  const rows = await db.execute<{ n: number; at: number; masked: string }>(sql`
    select distinct on (g.n, g.at) g.n, g.at, coalesce(event.mask(g.kind, event.normalize_personal(g.kind, g.value)), '***') as masked
      from jsonb_to_recordset(${jsonb(given)}) as g(n int, at int, kind text, value text) order by g.n, g.at, g.kind`);
  const masked = new Map(rows.map((row) => [`${row.n} ${row.at}`, row.masked]));
  return conditions.map((condition, n) => ({
    ...condition,
    values: condition.values.map((value, at) => masked.get(`${n} ${at}`) ?? value),
  }));
}

type Question = {
  conditions: readonly Condition[];
  policy: AskedPolicy | null;
  sequence?: Sequence | null | undefined;
};

/**
 * What of a question an access record may hold for ever: personal values masked, and of a policy, which may name some, its
 * keys and its digest.
 */
export async function recordableQuestion(db: Executor, { conditions, policy, sequence }: Question) {
  if (sequence) return recordableSequence(db, sequence);
  const recorded = await recordableConditions(db, conditions);
  return { conditions: recorded, ...(policy !== null && recordablePolicy(policy)) };
}

/** A sequence as an access record may hold it for ever: personal values in its conditions masked. */
export async function recordableSequence(db: Executor, sequence: Sequence): Promise<Record<string, unknown>> {
  const steps: SequenceStep[] = [];
  for (const step of sequence.steps) {
    steps.push({ ...step, conditions: await recordableConditions(db, step.conditions) });
  }
  const { by, withinSeconds, period } = sequence;
  return { by, within: spanText(withinSeconds), ...(period !== null && { period }), steps };
}

function recordablePolicy({ text, scope, layer }: AskedPolicy): Record<string, JsonValue> {
  const { policy } = parsePolicy(text, scope);
  const keys = policy === undefined ? [] : [...policyPaths(policy)];
  return { scope, layer, keys, policy: createHash("sha256").update(text).digest("base64url") };
}
