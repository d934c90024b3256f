import { type SQL, sql } from "drizzle-orm";
import { exactTokens, excludedTokens } from "../match/rule-tokens.ts";
import type { KeyRules, Policy, Rule } from "../policy.ts";
import { foldAscii, foldUnicode, isAscii } from "../values/fold-case.ts";
import { addressKey } from "../values/ip-range.ts";
import { stringToken, type Token } from "../values/typed-token.ts";

/**
 * A policy as a condition on one message: exactly the answer of `matchPolicy`, never null.
 *
 * Every value and path is bound. Texts that PostgreSQL cannot hold are left out: no stored message has them.
 *
 * @param leaves an expression that gives `event.leaves(scope, attributes, body)`; it stands in the condition often, so
 *   let it be a column of a subquery.
 */
export function policyToSql(policy: Policy, leaves: SQL): SQL {
  if (policy.branches.length === 0) return sql`true`;
  const branches = policy.branches.map(
    (keys) =>
      sql`(${join(
        keys.map((key) => keyToSql(key, leaves)),
        " and ",
      )})`,
  );
  return sql`coalesce(${leaves} is not null and (${join(branches, " or ")}), false)`;
}

function keyToSql({ path, rules }: KeyRules, leaves: SQL): SQL {
  const isAbsentAccepted = rules.some((rule) => rule.kind === "exists" && !rule.isWanted);
  if (!isStorable(path)) return isAbsentAccepted ? sql`true` : sql`false`;
  const values = sql`${leaves} -> ${path}::text`;
  const exact = rules.flatMap(exactTokens).filter(isStorable);
  const ofValue = rules.map((rule) => valueCondition(rule)).filter((condition) => condition !== null);
  const alternatives = [
    ...(exact.length > 0 ? [sql`${values} ?| ${textArray(exact)}`] : []),
    ...(rules.some((rule) => rule.kind === "exists" && rule.isWanted) ? [sql`${leaves} ? ${path}::text`] : []),
    ...(isAbsentAccepted ? [sql`not ${leaves} ? ${path}::text`] : []),
    ...(ofValue.length > 0
      ? [sql`exists (select from jsonb_array_elements_text(${values}) t(v) where ${join(ofValue, " or ")})`]
      : []),
  ];
  // A missing path makes the first of them null, which OR would keep.
  return alternatives.length === 0 ? sql`false` : sql`coalesce(${join(alternatives, " or ")}, false)`;
}

/** What a rule asks of one value `t.v`; null for a rule that is asked of the whole list of values. */
function valueCondition(rule: Rule): SQL | null {
  switch (rule.kind) {
    case "string":
    case "number":
    case "literal":
    case "exists":
      return null;
    case "prefix":
      return isStorable(rule.value) ? sql`starts_with(t.v, ${stringToken(rule.value)}::text)` : null;
    case "suffix":
      return isStorable(rule.value) ? suffixCondition(rule.value) : null;
    case "equals-ignore-case":
      return isStorable(rule.value) ? foldedCondition(rule.value) : null;
    case "anything-but": {
      const tokens = excludedTokens(rule).filter(isStorable);
      return tokens.length === 0 ? sql`true` : sql`t.v <> all(${textArray(tokens)})`;
    }
    case "anything-but-prefix":
      return isStorable(rule.value) ? sql`not starts_with(t.v, ${stringToken(rule.value)}::text)` : sql`true`;
    case "numeric":
      return numericCondition(rule);
    case "cidr":
      // The cases keep PostgreSQL from asking it of what is no string, in whatever order it likes.
      return sql`case when left(t.v, 2) = 's:' then coalesce(event.address_key(substr(t.v, 3)) collate "C" between ${addressKey(rule.range.from)}::text and ${addressKey(rule.range.to)}::text, false) else false end`;
  }
}

function suffixCondition(value: string): SQL {
  const { length } = [...value];
  return sql`(left(t.v, 2) = 's:' and char_length(t.v) >= ${length + 2}::int and right(t.v, ${length}::int) = ${value}::text)`;
}

function foldedCondition(value: string): SQL {
  if (isAscii(value)) return sql`lower(t.v collate "C") = ${stringToken(foldAscii(value))}::text`;
  return sql`lower(t.v collate "pg_c_utf8") = ${stringToken(foldUnicode(value))}::text`;
}

function numericCondition({ from, to }: Extract<Rule, { kind: "numeric" }>): SQL {
  const key = sql`substr(t.v, 3)::bigint`;
  const bounds = [
    ...(from === null ? [] : [from.isOpen ? sql`${key} > ${from.key}::bigint` : sql`${key} >= ${from.key}::bigint`]),
    ...(to === null ? [] : [to.isOpen ? sql`${key} < ${to.key}::bigint` : sql`${key} <= ${to.key}::bigint`]),
  ];
  return sql`case when left(t.v, 2) = 'n:' then ${join(bounds, " and ")} else false end`;
}

function isStorable(text: Token): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}

/** One parameter, in PostgreSQL's own spelling of an array: a statement takes 65,534 of them, and a list may be longer. */
function textArray(values: readonly string[]): SQL {
  const quoted = [...new Set(values)].map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`);
  return sql`${`{${quoted.join(",")}}`}::text[]`;
}

function join(parts: readonly SQL[], separator: " and " | " or " | ", "): SQL {
  return sql.join([...parts], sql.raw(separator));
}
