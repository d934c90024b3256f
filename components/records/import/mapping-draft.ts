import type { SampleColumn } from "#server/vocabulary/import-mapping";
import type { JsonValue } from "#server/vocabulary/member-event";

/** Where a value comes from: a column of the file, or a fixed text. Null: it is left out. */
export type Source = { column: string } | { constant: string } | null;

/** One kind of rows and what it becomes. `when` null holds for every row that is left. */
export type RuleDraft = {
  when: { column: string; value: string } | null;
  /** Null: such rows are left out. */
  action: string | null;
  attributes: Record<string, { from: Source; to: Source }>;
};

/** A mapping while it is being made; `id` null stands for a digest of the whole row. */
export type MappingDraft = {
  source: string;
  id: string | null;
  member: Source;
  time: { column: string; format: string; zone: string };
  newestFirst: boolean | null;
  context: { name: string; column: string }[];
  rules: RuleDraft[];
};

const usual = {
  id: /^(?:.*[._-])?(?:event_?id|record_?no|no|id|uuid|seq)$/i,
  member: /(?:member|user|customer|account|actor|principal).*(?:id|no|key)?$/i,
  time: /(?:time|date|_at|^at|At|created|일시|시각|timestamp)$/,
  ip: /(?:^|[._-])ip(?:_?addr(?:ess)?)?$|ipAddress|clientIp|sourceIPAddress|아이피/i,
  deviceId: /device(?:_?id)?$|기기/i,
} as const;

/** A first guess from the names of a file's columns; every part of it can be changed. */
export function guessDraft(fileName: string, columns: readonly SampleColumn[], zone: string): MappingDraft {
  const paths = columns.map(({ path }) => path);
  const find = (name: keyof typeof usual) => paths.find((path) => usual[name].test(path));
  const time = find("time") ?? "";
  const member = paths.find((path) => usual.member.test(path) && path !== find("id"));
  const context = (["ip", "deviceId"] as const).flatMap((name) => {
    const column = find(name);
    return column === undefined ? [] : [{ name, column }];
  });
  return {
    source: fileName.replace(/(?:\.(?:csv|jsonl?|log|txt|tsv|gz))+$/i, ""),
    id: find("id") ?? null,
    member: member === undefined ? null : { column: member },
    time: { column: time, format: guessFormat(columns.find(({ path }) => path === time)?.values[0] ?? ""), zone },
    newestFirst: null,
    context,
    rules: [emptyRule],
  };
}

export const emptyRule: RuleDraft = { when: null, action: null, attributes: {} };

/** Formats that are offered; docs/importing.md has all. */
export const timeFormats = [
  "iso",
  "unix-seconds",
  "unix-milliseconds",
  "yyyy-MM-dd HH:mm:ss",
  "yyyy.MM.dd HH:mm",
] as const;

function guessFormat(value: string): string {
  if (/^\d{10}$/.test(value)) return "unix-seconds";
  if (/^\d{13}$/.test(value)) return "unix-milliseconds";
  return "iso";
}

/** What must still be said before a preview means something. */
export function missingIn({ source, member, time, rules }: MappingDraft): ("source" | "member" | "time" | "action")[] {
  return [
    ...(source.trim() === "" ? (["source"] as const) : []),
    ...(member === null ? (["member"] as const) : []),
    ...(time.column === "" ? (["time"] as const) : []),
    ...(rules.every(({ action }) => action === null) ? (["action"] as const) : []),
  ];
}

/** The mapping as `records import` reads it (docs/importing.md). */
export function toMapping(draft: MappingDraft, reading: Record<string, JsonValue>): Record<string, JsonValue> {
  const { source, id, member, time, newestFirst, context, rules } = draft;
  const fields = context.filter(({ name, column }) => name !== "" && column !== "");
  return {
    source: source.trim(),
    sourceId: id === null ? { row: true } : id,
    member: given(member) ?? "",
    time: { path: time.column, format: time.format, zone: time.zone },
    ...(newestFirst !== null && { order: newestFirst ? "newest-first" : "oldest-first" }),
    ...(fields.length > 0 && { context: Object.fromEntries(fields.map(({ name, column }) => [name, column])) }),
    events: rules.map(toRule),
    ...reading,
  };
}

function toRule({ when, action, attributes }: RuleDraft): JsonValue {
  const condition =
    when === null || when.column === "" ? {} : { when: { [when.column]: when.value === "" ? null : when.value } };
  if (action === null) return { ...condition, skip: "left out on the import page" };
  const changes = Object.entries(attributes).flatMap(([name, change]) => {
    const [from, to] = [given(change.from), given(change.to)];
    if (from === undefined && to === undefined) return [];
    return [[name, { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }] as const];
  });
  return { ...condition, action: { constant: action }, attributes: Object.fromEntries(changes) };
}

function given(source: Source): JsonValue | undefined {
  if (source === null) return undefined;
  return "column" in source ? source.column : { constant: source.constant };
}
