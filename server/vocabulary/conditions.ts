import { type Operator, operators, type ValueKind } from "./condition-values.ts";
import { families, type LayerName } from "./member-event.ts";
import { isPath } from "./value-path.ts";

/** A condition of a search: field, operator, values. Conditions must all hold; the values of one are alternatives. */
export type Condition = { field: Field; name?: string; operator: Operator; values: string[] };

/** What publication is asked for: the states a row shows, and one more that is a kind of "published". */
const publicationStates = ["published", "waiting", "parked", "not for publication", "fault", "repaired"] as const;

export const MAX_CONDITIONS = 20;

/** What a field holds, and what may be asked of it and how. */
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
  member: { kind: "text", operators: ["any", "none", "starts"], longest: 64 },
  action: { kind: "text", operators: ["any", "none", "starts"], longest: 100 },
  family: { kind: "word", operators: set, longest: 20, words: families },
  changed: {
    kind: "text",
    operators: ["any", "none", "starts", "exists"],
    longest: 100,
  },
  attribute: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: path,
  },
  became: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { ...path, example: "became.status=open" },
  },
  was: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { ...path, example: "was.status=open" },
  },
  device: { kind: "text", operators: text, longest: 128 },
  ip: { kind: "ip", operators: ["any", "none", "in", "exists"], longest: 60 },
  channel: {
    kind: "value",
    operators: ["any", "none", "exists"],
    longest: 1000,
  },
  context: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { ...path, example: "context.userAgent=curl" },
  },
  correlation: { kind: "uuid", operators: set, longest: 100 },
  causation: {
    kind: "uuid",
    operators: ["any", "none", "exists"],
    longest: 100,
  },
  id: { kind: "uuid", operators: set, longest: 100 },
  source: { kind: "text", operators: text, longest: 1000 },
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
  },
  sns: {
    kind: "value",
    operators: value,
    longest: 10_000,
    name: { need: "must", example: "sns.plan=paid", isName: (name) => name !== "" },
  },
  occurred: {
    kind: "time",
    operators: ["between"],
    longest: 100,
    ends: ["from", "to"],
  },
  stored: {
    kind: "time",
    operators: ["between"],
    longest: 100,
    ends: ["stored-from", "stored-to"],
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

/** A condition as an access record holds it, some of its values masked; null for what is none. */
export function readRecorded(given: unknown): Condition | null {
  if (typeof given !== "object" || given === null) return null;
  const { field, name, operator, values }: Record<string, unknown> = { ...given };
  const known = operators.find((one) => one === operator);
  if (typeof field !== "string" || !isField(field) || known === undefined || !Array.isArray(values)) return null;
  return { field, ...(typeof name === "string" && { name }), operator: known, values: values.map(String) };
}
