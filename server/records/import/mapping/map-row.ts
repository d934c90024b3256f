import { hash } from "node:crypto";
import type { Change, JsonValue } from "../../../vocabulary/member-event.ts";
import { timeReader } from "../time/read-time.ts";
import { canonicalText, fingerprintOf } from "./fingerprint.ts";
import type { Mapping, Rule, SourceIdRule, ValueRule } from "./mapping.ts";
import type { RowReader } from "./row-reader.ts";
import { type Row, RowRefusal } from "./source-row.ts";
import { isMissing, type TakeValue, takeValue, textOf } from "./take-value.ts";

/** The event that a row becomes. */
export type MappedEvent = {
  line: number;
  /** Which of the events that its row holds it is; the first is 0. */
  part: number;
  sourceEventId: string;
  memberId: string;
  action: string;
  version: number | undefined;
  attributes: Record<string, Change>;
  context: Record<string, JsonValue>;
  /** ISO 8601 in UTC with microseconds. */
  occurredAt: string;
  occurredAtMs: number;
  fingerprint: string;
};

/** Which attributes of an action's version hold personal values; empty for what the catalog does not know. */
export type PersonalNames = (action: string, version: number | undefined) => ReadonlySet<string>;

type Shaped = Pick<MappedEvent, "action" | "version" | "attributes" | "context">;
/** Takes the name of an attribute that a row gives with the same value before and after: no change, and left out of its event. */
export type OnNoChange = (name: string) => void;
type CompiledRule = { holds: (row: Row) => boolean; shape: (row: Row) => Shaped | { skip: string } };

/**
 * Makes the function that turns rows into events as a mapping says. Looks at nothing but the row.
 *
 * @param reader of the mapping's rows; a second one would not know which paths led nowhere.
 * @param onNoChange told once for each such attribute of a row.
 * @returns a function that gives the event, or the reason for which the mapping leaves the row out; it throws RowRefusal.
 */
export function rowMapper(
  mapping: Mapping,
  personalNames: PersonalNames,
  reader: RowReader,
  onNoChange: OnNoChange,
): (line: number, part: number, row: Row) => MappedEvent | { skip: string } {
  const rules = mapping.rules.map((rule) =>
    compileRule(rule, { reader, context: mapping.context, personalNames, onNoChange }),
  );
  const member = takeText(mapping.member, reader, "memberId");
  const sourceId = takeSourceId(mapping.sourceId, reader);
  const readTime = timeReader(mapping.time);
  const { path, join, with: between, default: otherwise } = mapping.time;
  const written = takeValue({ path, join, with: between, default: otherwise }, reader, { field: "occurredAt" });
  const place = path ? path.join(".") : "one of the joined places";

  return (line, part, row) => {
    const rule = rules.find(({ holds }) => holds(row));
    if (!rule) throw new RowRefusal("action", "no rule of events holds for this row; add one, or one that skips it");
    const shaped = rule.shape(row);
    if ("skip" in shaped) return shaped;
    const id = sourceId(line, row);
    const sourceEventId = part === 0 ? id : `${id}#${part + 1}`;
    const event = { line, part, sourceEventId, memberId: member(row), ...shaped, ...takeTime(row) };
    refuseUnstorable(event);
    return { ...event, fingerprint: fingerprintOf(event, personalNames(event.action, event.version)) };
  };

  function takeTime(row: Row): { occurredAt: string; occurredAtMs: number } {
    const value = written(row);
    if (value === undefined) throw new RowRefusal("occurredAt", `there is no time at ${place}; give one, or a default`);
    if (typeof value !== "string" && typeof value !== "number") {
      const kind = typeof value === "boolean" ? String(value) : "an object or a list";
      throw new RowRefusal("occurredAt", `what stands at ${place} is ${kind}; give the path of a time inside it`);
    }
    const instant = readTime(value);
    if (typeof instant === "string") throw new RowRefusal("occurredAt", instant);
    if (instant.ms < 0) throw new RowRefusal("occurredAt", "lies before 1970; correct it, or skip such rows");
    return { occurredAt: instant.iso, occurredAtMs: instant.ms };
  }
}

type Surroundings = {
  reader: RowReader;
  context: Record<string, ValueRule>;
  personalNames: PersonalNames;
  onNoChange: OnNoChange;
};

function compileRule(
  rule: Rule,
  { reader, context: sharedContext, personalNames, onNoChange }: Surroundings,
): CompiledRule {
  const wanted = Object.entries(rule.when).map(([path, values]) => {
    const read = reader.at(path.split("."));
    if (typeof values === "object" && values !== null && !Array.isArray(values)) return { read, find: values.find };
    return {
      read,
      values: (Array.isArray(values) ? values : [values]).map((one) => (one === null ? null : String(one))),
    };
  });
  const holds = (row: Row) =>
    wanted.every(({ read, values, find }) => {
      const value = read(row);
      if (find !== undefined) return typeof value === "string" && find.test(value);
      return isMissing(value) ? values.includes(null) : typeof value !== "object" && values.includes(String(value));
    });
  if ("skip" in rule) return { holds, shape: () => ({ skip: rule.skip }) };

  let personal: ReadonlySet<string> = new Set();
  const action = takeText(rule.action, reader, "action");
  const attributes = Object.entries(rule.attributes).map(([name, change]) => {
    const isPersonal = () => personal.has(name);
    const side = (key: "from" | "to") => {
      const given = change[key];
      return given && takeValue(given, reader, { field: `attributes.${name}.${key}`, isPersonal });
    };
    return { name, from: side("from"), to: side("to") };
  });
  const context = Object.entries({ ...sharedContext, ...rule.context }).map(([name, value]) => {
    return { name, take: takeValue(value, reader, { field: `context.${name}` }) };
  });
  const shape = (row: Row): Shaped => {
    const named = action(row);
    personal = personalNames(named, rule.version);
    return {
      action: named,
      version: rule.version,
      attributes: Object.fromEntries(
        attributes.flatMap(({ name, from, to }) => {
          const change = { ...takeSide(row, "from", from), ...takeSide(row, "to", to) };
          if (isNoChange(change)) onNoChange(name);
          else if (Object.keys(change).length > 0) return [[name, change]];
          return [];
        }),
      ),
      context: Object.fromEntries(
        context.flatMap(({ name, take }) => {
          const value = take(row);
          return value === undefined ? [] : [[name, value]];
        }),
      ),
    };
  };
  return { holds, shape };
}

function isNoChange({ from, to }: Change): boolean {
  return from !== undefined && to !== undefined && canonicalText(from) === canonicalText(to);
}

function takeSide(row: Row, side: "from" | "to", take: TakeValue | undefined): Change {
  const value = take?.(row);
  return value === undefined ? {} : { [side]: value };
}

function takeText(rule: ValueRule | SourceIdRule, reader: RowReader, field: string): (row: Row) => string {
  const take = takeValue(rule, reader, { field });
  return (row) => {
    const value = take(row);
    if (value === undefined) {
      const path = rule.path?.join(".");
      const where = path === undefined ? "" : ` at ${path}`;
      // A text alone is a path, also where an action's name was meant.
      const fixed = field === "action" && path ? `, or {"constant": "${path}"} when that is the action` : "";
      // One default for all would make their rows one event.
      const other = field === "sourceEventId" ? '{"row": true} as sourceId' : "a default in the mapping";
      throw new RowRefusal(field, `there is no value${where}; give one, or ${other}${fixed}`);
    }
    return textOf(value, field);
  };
}

function takeSourceId(rule: SourceIdRule, reader: RowReader): (line: number, row: Row) => string {
  if (rule.line) return (line) => `line ${line}`;
  // A row that stands twice in the table is then one event: nothing tells the two apart.
  if (rule.row) return (_, row) => hash("sha256", canonicalText(row), "base64url");
  const take = takeText(rule, reader, "sourceEventId");
  return (_, row) => take(row);
}

/** PostgreSQL takes neither U+0000 nor half a surrogate pair, and would refuse the whole batch for it. */
function refuseUnstorable(event: Omit<MappedEvent, "fingerprint">): void {
  if (isStorable(event)) return;
  const { attributes, context, ...rest } = event;
  const parts = [
    ...Object.entries(rest),
    ...Object.entries(attributes).map(([name, change]) => [`attributes.${name}`, change] as const),
    ...Object.entries(context).map(([name, value]) => [`context.${name}`, value] as const),
  ];
  const field = parts.find(([, value]) => !isStorable(value))?.[0] ?? "row";
  const rule = "holds U+0000 or half a surrogate pair, which PostgreSQL cannot store; clean the value";
  throw new RowRefusal(field, rule);
}

function isStorable(value: unknown): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(JSON.stringify(value) ?? "");
}
