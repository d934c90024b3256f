import { z } from "zod";
import { DomainError } from "../../../errors.ts";
import { compileFormat } from "../time/time-format.ts";
import { isZone } from "../time/zone-offset.ts";
import { ruleOf } from "./mapping-fault.ts";

const scalarSchema = z.union([z.string(), z.number(), z.boolean()]);
const nameSchema = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,99}$/, "must be a name of letters, digits, _ and -");

/** Where a value stands: names joined by dots ("user.phones.0"), or a list when a name itself has a dot. */
const pathSchema = z
  .union([z.string().min(1), z.array(z.union([z.string().min(1), z.number().int().min(0)])).min(1)], {
    error: "must be a path like user.id, or a list of names",
  })
  .transform((path) => (typeof path === "string" ? path.split(".") : path.map(String)));

/** A regular expression as JavaScript has it. */
const patternSchema = z
  .string()
  .min(1)
  .max(2000)
  .refine(isPattern, "is no regular expression; write one like user=(\\\\S+)")
  .transform((text) => new RegExp(text, "u"));

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}

function hasGroups(pattern: RegExp): boolean {
  return pattern.source.includes("(?<");
}

const timeRuleShape = {
  format: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .default("iso")
    .transform((formats) => (typeof formats === "string" ? [formats] : formats))
    .superRefine((formats, context) => {
      for (const format of formats) {
        const compiled = compileFormat(format);
        if ("fault" in compiled) context.addIssue({ code: "custom", message: compiled.fault });
      }
    }),
  zone: z.string().refine(isZone, "must be a time zone like Asia/Seoul, UTC or +09:00").optional(),
};

const sourceShape = {
  constant: scalarSchema.optional(),
  path: pathSchema.optional(),
  /** Of a list of objects, the first that has these values; `take` is the path inside of it. */
  item: z.record(z.string().min(1), scalarSchema).optional(),
  take: pathSchema.optional(),
  /** Of a text, what the first group of the expression holds, or all it finds when it has none. */
  find: patternSchema.optional(),
  map: z.record(z.string(), z.union([scalarSchema, z.null()])).optional(),
  otherwise: z.union([scalarSchema, z.null()]).optional(),
  as: z.enum(["text", "number", "integer", "boolean", "json"]).optional(),
  time: z.strictObject(timeRuleShape).optional(),
};

/** What stands for a missing value: a constant, or a value from another place, which may have a default itself. */
type Default =
  | z.infer<typeof scalarSchema>
  | (z.output<z.ZodObject<typeof sourceShape>> & { default?: Default | undefined });
const defaultSchema: z.ZodType<Default> = z.lazy(() =>
  z.union(
    [
      scalarSchema,
      z
        .strictObject({ ...sourceShape, default: defaultSchema.optional() })
        .superRefine((value, context) => hasOneSource(value, context, ["constant", "path"])),
    ],
    { error: 'must be a constant, or an object like {"path": "account.id", "default": "unknown"}' },
  ),
);
const partShape = { ...sourceShape, default: defaultSchema.optional() };

/** A text stands for a path. */
const fromPath = (given: unknown) => (typeof given === "string" ? { path: given } : given);

function hasOneSource(value: Record<string, unknown>, context: z.RefinementCtx, sources: readonly string[]): void {
  const given = sources.filter((source) => value[source] !== undefined);
  if (given.length !== 1) {
    context.addIssue({ code: "custom", message: `must have exactly one of ${sources.join(", ")}` });
  }
  if (value.otherwise !== undefined && value.map === undefined) {
    context.addIssue({ code: "custom", message: "has otherwise, which needs a map" });
  }
  if (value.take !== undefined && value.item === undefined) {
    context.addIssue({ code: "custom", message: "has take, which needs an item" });
  }
}

const partSchema = z.preprocess(
  fromPath,
  z.strictObject(partShape).superRefine((value, context) => hasOneSource(value, context, ["constant", "path"])),
);
const joinShape = { join: z.array(partSchema).min(1).optional(), with: z.string().max(10).optional() };
const valueSchema = z.preprocess(
  fromPath,
  z
    .strictObject({ ...partShape, ...joinShape })
    .superRefine((value, context) => hasOneSource(value, context, ["constant", "path", "join"])),
);

/** The producer's id: a value, or the number of the line, or a digest of the whole row. */
const sourceIdSchema = z.preprocess(
  fromPath,
  z
    .strictObject({ ...partShape, ...joinShape, line: z.literal(true).optional(), row: z.literal(true).optional() })
    .superRefine((value, context) => hasOneSource(value, context, ["constant", "path", "join", "line", "row"])),
);

/** What an attribute was and became; a value alone is what it became. */
const changeSchema = z.preprocess(
  (given) =>
    typeof given === "object" && given !== null && ("from" in given || "to" in given) ? given : { to: given },
  z.strictObject({ from: valueSchema.optional(), to: valueSchema.optional() }),
);

const eventShape = {
  action: valueSchema,
  version: z.number().int().min(1).max(32_767).optional(),
  attributes: z.record(nameSchema, changeSchema).default({}),
  context: z.record(nameSchema, valueSchema).default({}),
};

/** Path to the value or values it must have, or to an expression that finds something in it; null is a missing one. */
const whenSchema = z
  .record(
    z.string().min(1),
    z.union([
      scalarSchema,
      z.null(),
      z.array(z.union([scalarSchema, z.null()])).min(1),
      z.strictObject({ find: patternSchema }),
    ]),
  )
  .default({});

const ruleSchema = z.union([
  z.strictObject({ when: whenSchema, ...eventShape }),
  z.strictObject({ when: whenSchema, skip: z.string().min(1).max(200) }),
]);

/** What may part the fields of a table. */
export const delimiters = [",", ";", "\t", "|"] as const;

/** How rows of a former record table become events. The reference for people is docs/importing.md. */
const mappingSchema = z
  .strictObject({
    source: z.string().trim().min(1).max(200),
    sourceId: sourceIdSchema,
    member: valueSchema,
    time: z.preprocess(
      fromPath,
      z
        .strictObject({
          path: pathSchema.optional(),
          ...joinShape,
          default: defaultSchema.optional(),
          ...timeRuleShape,
        })
        .superRefine((value, context) => hasOneSource(value, context, ["path", "join"])),
    ),
    action: valueSchema.optional(),
    version: eventShape.version,
    attributes: eventShape.attributes,
    context: eventShape.context,
    events: z.array(z.unknown()).min(1).optional(),
    /** The name of the list that wraps the rows of a JSON file. */
    list: z.string().min(1).optional(),
    /** Expressions whose named groups are the fields of a line of text, tried in turn. */
    lines: z
      .union([z.string(), z.array(z.string()).min(1)])
      .transform((given) => (typeof given === "string" ? [given] : given))
      .pipe(z.array(patternSchema.refine(hasGroups, "names no group; write (?<name>...) around what is a field")))
      .optional(),
    /** The list in a row of which each element is an event of its own; paths then go through it to the element. */
    each: pathSchema.optional(),
    /** Lists in rows of which the mapping means one element alone, though they hold more. */
    single: z.array(z.string().min(1)).default([]),
    /** In which order the rows stand: it decides between rows of one time. */
    order: z.enum(["oldest-first", "newest-first"]).optional(),
    missing: z.array(z.string()).default([]),
    trim: z.boolean().default(false),
    csv: z
      .strictObject({
        delimiter: z.enum(delimiters).default(","),
        encoding: z.enum(["utf-8", "euc-kr", "windows-1252"]).default("utf-8"),
        header: z.array(z.string()).min(1).optional(),
        skipLines: z.number().int().min(0).max(1000).default(0),
        escape: z.literal("\\").optional(),
        quote: z.enum(['"', "'", ""]).default('"'),
      })
      .prefault({}),
  })
  .transform((mapping, context) => {
    const { action, version, attributes, events, ...shared } = mapping;
    if ((action === undefined) === (events === undefined)) {
      context.addIssue({
        code: "custom",
        message: "must have either action (every row is one event) or events (a list of rules)",
      });
      return z.NEVER;
    }
    if (events !== undefined && (version !== undefined || Object.keys(attributes).length > 0)) {
      context.addIssue({
        code: "custom",
        message: "has attributes or version beside events; write them into its rules",
      });
      return z.NEVER;
    }
    const csv = { ...shared.csv, trim: shared.trim };
    if (action !== undefined)
      return { ...shared, csv, rules: [{ when: {}, action, version, attributes, context: {} }] };
    return { ...shared, csv, rules: (events ?? []).map((rule, at) => readRule(rule, at, context)) };
  });

/** Each rule is read as what it means to be, so that a fault names its own field and not both kinds. */
function readRule(rule: unknown, at: number, context: z.RefinementCtx): z.infer<typeof ruleSchema> {
  const isSkip = typeof rule === "object" && rule !== null && "skip" in rule;
  const parsed = ruleSchema.options[isSkip ? 1 : 0].safeParse(rule, { error: ruleOf });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) context.addIssue({ ...issue, path: ["events", at, ...issue.path] });
  return z.NEVER;
}

export type Mapping = z.infer<typeof mappingSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type ValueRule = z.infer<typeof valueSchema>;
export type SourceIdRule = z.infer<typeof sourceIdSchema>;

/**
 * Reads a mapping from its JSON.
 *
 * @throws DomainError "bad-input" with one line a fault, each with the path where it stands.
 */
export function readMapping(json: unknown): Mapping {
  const parsed = mappingSchema.safeParse(json, { error: ruleOf });
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const path = issue.path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    return `${path.replace(/^\./, "") || "the mapping"}: ${issue.message}.`;
  });
  const text = faults.length === 1 ? faults.join("") : `The mapping has ${faults.length} faults.\n${faults.join("\n")}`;
  throw new DomainError("bad-input", text);
}
