// Matcher, SQL and the root of the explanation on random pairs of a policy and a message, the same number for every kind of
// rule; they must agree on all, and 20 to 80 % of each kind's pairs must match.
//   npm run bench -- filter-policy [PAIRS] [SEED]
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { connect, type Db } from "../server/db.ts";
import { startTemporaryPostgres } from "../server/embedded/temporary-postgres.ts";
import { explainPolicy } from "../server/filter-policy/explain/explain-policy.ts";
import { matchPolicy } from "../server/filter-policy/match/match-policy.ts";
import { parsePolicy } from "../server/filter-policy/parse/parse-policy.ts";
import type { Policy, PolicyMessage } from "../server/filter-policy/policy.ts";
import { policyToSql } from "../server/filter-policy/sql/policy-to-sql.ts";
import { migrate } from "../server/migrate.ts";
import { writeBenchResult } from "../server/testing/bench-result.ts";
import { type PolicyPair, policyPairs, ruleKinds } from "../server/testing/policy-pairs.ts";

const [pairs = 20_000, seed = 20_261_121] = process.argv.slice(2).map(Number);
const perKind = Math.ceil(pairs / ruleKinds.length);

type Row = { pairs: number; matching: number; share: string; disagreements: number };

async function tryPair(db: Db, pair: PolicyPair): Promise<{ matches: boolean; agrees: boolean }> {
  const { policy, fault } = parsePolicy(pair.policy, pair.scope);
  if (policy === undefined) throw new Error(`${pair.policy}: ${fault.message}`);
  const asGiven = await tryMessage(db, policy, pair.message);
  const { body } = pair.message;
  if (body === undefined) return asGiven;
  // Also as jsonb prints it, which is how messages are stored: event.leaves reads that another way.
  const [row] = await db.execute<{ printed: string }>(sql`select ${body}::jsonb::text as printed`);
  const asStored = await tryMessage(db, policy, { body: row?.printed ?? body });
  return { matches: asGiven.matches, agrees: asGiven.agrees && asStored.agrees };
}

async function tryMessage(db: Db, policy: Policy, message: PolicyMessage) {
  const matches = matchPolicy(policy, message);
  const attributes = JSON.stringify(message.attributes ?? {});
  const leaves = sql`select event.leaves(${policy.scope}, ${attributes}::text::jsonb, ${message.body ?? null}::text) as leaves offset 0`;
  const [row] = await db.execute<{ matches: boolean }>(
    sql`select ${policyToSql(policy, sql`l.leaves`)} as matches from (${leaves}) l`,
  );
  return { matches, agrees: row?.matches === matches && explainPolicy(policy, message).matches === matches };
}

async function tryKind(db: Db, kind: (typeof ruleKinds)[number]): Promise<Row> {
  let [matching, disagreements] = [0, 0];
  for (const pair of fc.sample(policyPairs(kind), { numRuns: perKind, seed })) {
    const { matches, agrees } = await tryPair(db, pair);
    if (matches) matching += 1;
    if (agrees) continue;
    disagreements += 1;
    console.error("They disagree on", JSON.stringify(pair));
  }
  return { pairs: perKind, matching, share: `${Math.round((100 * matching) / perKind)} %`, disagreements };
}

const server = await startTemporaryPostgres();
const db = connect({ url: server.url, name: "bench", max: 1 });
try {
  await migrate({ url: server.url, searchHashKey: "benchmarks only" });
  const began = performance.now();
  const rows: Record<string, Row> = {};
  for (const kind of ruleKinds) rows[kind] = await tryKind(db, kind);
  console.table(rows);
  const all = Object.values(rows);
  const isMet = all.every(({ disagreements, matching }) => {
    return disagreements === 0 && perKind >= 500 && matching >= 0.2 * perKind && matching <= 0.8 * perKind;
  });
  const seconds = Math.round((performance.now() - began) / 1000);
  console.log(
    `${all.length * perKind} pairs in ${seconds} s, seed ${seed}: ${isMet ? "all agree" : "NOT as promised"}.`,
  );
  writeBenchResult("filter-policy", { seed, seconds, rows, isMet });
  if (!isMet) process.exitCode = 1;
} finally {
  await db.$client.end();
  await server.stop();
}
