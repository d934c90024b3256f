import { type SQL, sql } from "drizzle-orm";
import { textArray } from "../../sql-values.ts";
import { jsonMeanings } from "../../vocabulary/condition/condition-meaning.ts";
import { endsOf, type Operator } from "../../vocabulary/condition-values.ts";
import { DECIMAL } from "../../vocabulary/decimal.ts";

/** Joins conditions with OR; none is false. */
export function anyOf(conditions: readonly SQL[]): SQL {
  return conditions.length === 0 ? sql`false` : sql`(${sql.join([...conditions], sql` or `)})`;
}

/** That a condition does not hold, also where it is unknown. */
export function not(condition: SQL): SQL {
  return sql`(${condition}) is not true`;
}

/** A JSON text as jsonb, its numbers digit for digit. */
export function rawJson(json: string): SQL {
  return sql`${json}::text::jsonb`;
}

/** What an operator asks of a column of text. */
export function textCondition(column: SQL, operator: Operator, values: readonly string[]): SQL {
  switch (operator) {
    case "any":
      return sql`${column} = any(${textArray(values)})`;
    case "none":
      return not(sql`${column} = any(${textArray(values)})`);
    case "starts":
      return sql`exists (select from unnest(${textArray(values)}) v(value) where starts_with(${column}, v.value))`;
    case "exists":
      return anyOf(values.map((value) => (value === "true" ? sql`${column} is not null` : sql`${column} is null`)));
    case "between":
    case "in":
      throw new Error(`A column of text has no operator "${operator}".`);
  }
}

/**
 * What an operator asks of the values at or below a path of a JSON column: a list on the way stands for each of its objects.
 * Values are compared digit for digit.
 */
export function jsonCondition(root: SQL, names: readonly string[], operator: Operator, values: readonly string[]): SQL {
  const path = `lax $${names.map((name) => `.${JSON.stringify(name)}`).join("")}`;
  const has = (filter: string, variables: string) =>
    sql`jsonb_path_exists(${root}, ${`${path}.** ? (${filter})`}::text::jsonpath, ${rawJson(variables)}, true)`;
  switch (operator) {
    case "any":
      return has("@ == $v[*]", `{"v":[${values.flatMap(jsonMeanings).join(",")}]}`);
    case "none":
      return not(jsonCondition(root, names, "any", values));
    case "starts":
      return has(
        values.map((_, n) => `@ starts with $v${n}`).join(" || "),
        `{${values.map((value, n) => `"v${n}":${JSON.stringify(value)}`).join(",")}}`,
      );
    case "exists": {
      const exists = sql`jsonb_path_exists(${root}, ${path}::text::jsonpath, '{}', true)`;
      return anyOf(values.map((value) => (value === "true" ? exists : not(exists))));
    }
    case "between":
      return has(values.map(isAmong).join(" || "), `{${values.flatMap(endVariables).join(",")}}`);
    case "in":
      throw new Error('A value of JSON has no operator "in".');
  }
}

/** A number, or a text that is one. */
function isAmong(range: string, n: number): string {
  const [low, high] = endsOf(range);
  const within = (number: string) =>
    [...(low === "" ? [] : [`${number} >= $a${n}`]), ...(high === "" ? [] : [`${number} <= $b${n}`])].join(" && ");
  const isNumberText = `@ like_regex ${JSON.stringify(DECIMAL)}`;
  return `((@.type() == "number" && ${within("@")}) || (${isNumberText} && ${within("@.number()")}))`;
}

function endVariables(range: string, n: number): string[] {
  const [low, high] = endsOf(range);
  return [...(low === "" ? [] : [`"a${n}":${low}`]), ...(high === "" ? [] : [`"b${n}":${high}`])];
}
