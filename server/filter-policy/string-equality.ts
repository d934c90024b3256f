/**
 * The part of the SNS filter policy language that compares String attributes for equality: keys are AND-ed, the values
 * of one key OR-ed. Texts of refusals are those SNS was seen to give, without the prefix that names the call.
 */

/** Attribute name to the values one of which the message must carry; empty: no filter. */
export type StringEqualityPolicy = ReadonlyMap<string, ReadonlySet<string>>;

/** A message attribute as SNS knows it; Binary ones have no text. */
export interface FilterableAttribute {
  dataType: string;
  stringValue?: string;
}

/** What became of a policy text. `aboutScope` marks the one refusal that SNS gives without naming the policy. */
export type PolicyReading =
  | { policy: StringEqualityPolicy; refusal?: never }
  | { policy?: never; refusal: string; aboutScope: boolean };

const MAX_KEYS = 5;

/** SNS refuses a policy whose numbers of values, multiplied over its keys, exceed this. */
const MAX_COMBINATIONS = 150;

const UNKNOWN_RULE =
  "this embedded server only knows String equality so far, that is, a list of strings for each attribute.";

/**
 * Reads a filter policy of scope MessageAttributes.
 *
 * @returns the policy, or why it is refused: in SNS's words what SNS refuses, in our own what only this part of the
 * language lacks.
 */
export function parseStringEqualityPolicy(text: string): PolicyReading {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    return refuse(`failed to parse JSON. ${error instanceof Error ? error.message : ""}`.trim());
  }
  if (!isRecord(parsed)) return refuse("Filter is not an object");
  const keys = Object.keys(parsed);
  if (keys.length > MAX_KEYS) return refuse(`Filter policy can not have more than ${MAX_KEYS} keys`);

  const policy = new Map<string, ReadonlySet<string>>();
  let combinations = 1;
  for (const key of keys) {
    const rules = parsed[key];
    const refusal = refuseRules(key, rules);
    if (refusal !== null) return refusal;
    const values = Array.isArray(rules) ? rules.filter((value) => typeof value === "string") : [];
    policy.set(key, new Set(values));
    combinations *= values.length;
  }
  return combinations > MAX_COMBINATIONS ? refuse("Filter policy is too complex") : { policy };
}

/**
 * Says whether a message with these attributes passes. An attribute of type String.Array passes when one of its
 * elements does; a message without text attributes passes no policy but the empty one.
 */
export function matchesStringEquality(
  policy: StringEqualityPolicy,
  attributes: ReadonlyMap<string, FilterableAttribute>,
): boolean {
  for (const [key, values] of policy) {
    const attribute = attributes.get(key);
    if (attribute === undefined || !stringsOf(attribute).some((value) => values.has(value))) return false;
  }
  return true;
}

function refuseRules(key: string, rules: unknown): PolicyReading | null {
  if (key === "$or") return refuse(UNKNOWN_RULE);
  if (isRecord(rules)) {
    if (Object.keys(rules).length === 0) return refuse("Empty objects are not allowed");
    return { refusal: "Filter policy scope MessageAttributes does not support nested filter policy", aboutScope: true };
  }
  if (!Array.isArray(rules)) return refuse(`"${key}" must be an object or an array`);
  if (rules.length === 0) return refuse("Empty arrays are not allowed");
  if (rules.some((rule) => Array.isArray(rule))) {
    return refuse("Match value must be String, number, true, false, or null");
  }
  return rules.every((rule) => typeof rule === "string") ? null : refuse(UNKNOWN_RULE);
}

function refuse(refusal: string): PolicyReading {
  return { refusal, aboutScope: false };
}

function stringsOf({ dataType, stringValue }: FilterableAttribute): string[] {
  if (stringValue === undefined) return [];
  if (dataType === "String") return [stringValue];
  if (dataType !== "String.Array") return [];
  try {
    const elements: unknown = JSON.parse(stringValue);
    return Array.isArray(elements) ? elements.filter((element) => typeof element === "string") : [];
  } catch {
    // SNS gives an array attribute that is not JSON no value to match.
    return [];
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
