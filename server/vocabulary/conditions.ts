import type { ConditionFault, FaultRule } from "./condition-faults.ts";
import { type Operator, operators, readConditionValue, type ValueKind } from "./condition-values.ts";
import { canonicalIp } from "./ip-address.ts";
import { families, type JsonValue, type LayerName, type MemberEvent } from "./member-event.ts";
import { isPath, readPath, valuesAt } from "./value-path.ts";

/** A condition of a search: field, operator, values. Conditions must all hold; the values of one are alternatives. */
export type Condition = { field: Field; name?: string; operator: Operator; values: string[] };

/** An event with what searches ask beside what readers see of it. */
export type SearchableEvent = MemberEvent & {
  /** The producer that gave it with an id of its own; null for events without one. */
  source: string | null;
  /** The SNS attributes of its internal message: a Number as number, a String.Array as list. */
  snsAttributes: Record<string, JsonValue>;
  /** Published after the detector sent it again. */
  repaired: Record<LayerName, boolean>;
};

/** What publication is asked for: the states a row shows, and one more that is a kind of "published". */
const publicationStates = ["published", "waiting", "parked", "not for publication", "fault", "repaired"] as const;

/** Each value costs one index descent a partition. */
const MAX_VALUES = 1000;
export const MAX_CONDITIONS = 20;
const MAX_NAME = 300;

/** What a field holds, what may be asked of it and how, and what it is in an event. */
type FieldRule = {
  kind: ValueKind;
  operators: readonly Operator[];
  /** The longest value, in characters. */
  longest: number;
  /** The only values there are. */
  words?: readonly string[];
  /** Whether it is asked of a named part: a value at its path, an SNS attribute, a layer. */
  name?: { need: "must" | "may"; example: string; isName: (name: string) => boolean };
  /** In addresses and on the command line the two ends of its range stand by themselves, under these names. */
  ends?: readonly [from: string, to: string];
  /** What it is in an event. Each value counts, and of a value that is a list or an object each value within. */
  read: (event: SearchableEvent, name: string) => JsonValue[];
};

const set = ["any", "none"] as const;
const text = ["any", "none", "starts", "exists"] as const;
const value = ["any", "none", "starts", "exists", "between"] as const;
const path = { need: "must", example: "attribute.status=open", isName: isPath } as const;

/**
 * Everything a search can ask. Address, command line, API, editors, chips and access records follow from this table; SQL,
 * editors and words are maps over its fields, so that one without them does not compile.
 */
export const fields = {
  member: { kind: "text", operators: ["any", "none", "starts"], longest: 64, read: (event) => [event.memberId] },
  action: { kind: "text", operators: ["any", "none", "starts"], longest: 100, read: (event) => [event.action] },
  family: { kind: "word", operators: set, longest: 20, words: families, read: (event) => [event.family] },
  changed: {
    kind: "text",
    operators: ["any", "none", "starts", "exists"],
    longest: 100,
    read: (event) => event.changed,
  },
  attribute: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: path,
    read: (event, name) => attributeValues(event, name, ["from", "to"]),
  },
  became: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { ...path, example: "became.status=open" },
    read: (event, name) => attributeValues(event, name, ["to"]),
  },
  was: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { ...path, example: "was.status=open" },
    read: (event, name) => attributeValues(event, name, ["from"]),
  },
  device: { kind: "text", operators: text, longest: 128, read: (event) => textOf(event.context.deviceId) },
  ip: { kind: "ip", operators: ["any", "none", "in", "exists"], longest: 60, read: (event) => ipsOf(event.context.ip) },
  channel: {
    kind: "value",
    operators: ["any", "none", "exists"],
    longest: 1000,
    read: (event) => valuesAt(event.context, ["channel"]),
  },
  context: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { ...path, example: "context.userAgent=curl" },
    read: (event, name) => valuesAt(event.context, readPath(name)),
  },
  correlation: { kind: "uuid", operators: set, longest: 100, read: (event) => textOf(event.correlationId) },
  causation: {
    kind: "uuid",
    operators: ["any", "none", "exists"],
    longest: 100,
    read: (event) => textOf(event.causationId),
  },
  id: { kind: "uuid", operators: set, longest: 100, read: (event) => [event.id] },
  source: { kind: "text", operators: text, longest: 1000, read: (event) => textOf(event.source) },
  publication: {
    kind: "word",
    operators: set,
    longest: 40,
    words: publicationStates,
    name: {
      need: "may",
      example: "publication.external=waiting",
      isName: (name) => name === "internal" || name === "external",
    },
    read: (event, name) => layersOf(name).flatMap((layer) => statesOf(event, layer)),
  },
  sns: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { need: "must", example: "sns.plan=paid", isName: (name) => name !== "" },
    read: (event, name) => valuesAt(event.snsAttributes, [name]),
  },
  occurred: {
    kind: "time",
    operators: ["between"],
    longest: 100,
    ends: ["from", "to"],
    read: (event) => [event.occurredAt],
  },
  stored: {
    kind: "time",
    operators: ["between"],
    longest: 100,
    ends: ["stored-from", "stored-to"],
    read: (event) => [event.storedAt],
  },
} as const satisfies Record<string, FieldRule>;
export type Field = keyof typeof fields;

/** The fields in the order in which people are offered them. */
export const fieldNames = Object.keys(fields).filter(isField);

/** Whether a text names a field. */
export function isField(name: string): name is Field {
  return Object.hasOwn(fields, name);
}

/** What the table says of a field. */
export function ruleOf(field: Field): FieldRule {
  return fields[field];
}

/** The layers a condition on publication asks of: the named one, or either. */
export function layersOf(name: string | undefined): LayerName[] {
  return name === "internal" || name === "external" ? [name] : ["internal", "external"];
}

function attributeValues(event: SearchableEvent, name: string, sides: readonly ("from" | "to")[]): JsonValue[] {
  const [attribute = "", ...inner] = readPath(name);
  return sides.flatMap((side) => valuesAt(event.attributes, [attribute, side, ...inner]));
}

function statesOf(event: SearchableEvent, layer: LayerName): string[] {
  return [event[layer].state, ...(event.repaired[layer] ? ["repaired"] : [])];
}

function textOf(given: JsonValue | undefined): string[] {
  return typeof given === "string" ? [given] : [];
}

function ipsOf(given: JsonValue | undefined): string[] {
  return textOf(given).flatMap((written) => canonicalIp(written) ?? []);
}

/** A condition as somebody gave it, and the words by which they know it. */
export type GivenCondition = {
  field: Field;
  name?: string | undefined;
  operator: Operator;
  values: readonly string[];
  key: string;
};

/** Reads a condition: every value in its one form, each once; or every fault in it. */
export function readCondition({ key, field, name, operator, values }: GivenCondition): Condition | ConditionFault[] {
  const rule = ruleOf(field);
  const fault = (broken: FaultRule, expected: string, given: string | null = null): ConditionFault[] => {
    return [{ key, value: given, rule: broken, expected }];
  };
  if (!rule.operators.includes(operator)) return fault("operator", rule.operators.join(", "));
  if (name === undefined && rule.name?.need === "must") return fault("name-missing", rule.name.example);
  if (name !== undefined && rule.name === undefined) return fault("name-given", `${field}=...`);
  if (name !== undefined && (!rule.name?.isName(name) || name.length > MAX_NAME))
    return fault("name", rule.name?.example ?? "");
  if (name !== undefined && (!name.isWellFormed() || name.includes("\u0000"))) return fault("character", "");
  if (values.length === 0) return fault("empty", "");
  if (values.length > MAX_VALUES) return fault("many-values", String(MAX_VALUES));
  const { kind, longest, words } = rule;
  const read = values.map((given) => ({ given, ...readConditionValue(given, { kind, operator, longest, words }) }));
  const faults = read.flatMap((one) => ("rule" in one ? fault(one.rule, one.expected, one.part ?? one.given) : []));
  if (faults.length > 0) return faults;
  const understood = new Set(read.flatMap((one) => ("value" in one ? [one.value] : [])));
  return { field, ...(name !== undefined && { name }), operator, values: [...understood] };
}

/** A condition as an access record holds it, some of its values masked; null for what is none. */
export function readRecorded(given: unknown): Condition | null {
  if (typeof given !== "object" || given === null) return null;
  const { field, name, operator, values }: Record<string, unknown> = { ...given };
  const known = operators.find((one) => one === operator);
  if (typeof field !== "string" || !isField(field) || known === undefined || !Array.isArray(values)) return null;
  return { field, ...(typeof name === "string" && { name }), operator: known, values: values.map(String) };
}
