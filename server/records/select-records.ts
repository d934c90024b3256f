import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { allOf, withinPages } from "../event-storage/conditions/selection.ts";
import { selectEvents } from "../event-storage/select-events.ts";
import { jsonb, textArray } from "../sql-values.ts";
import { periodEndSchema } from "../vocabulary/condition-schema.ts";
import { rangeOf } from "../vocabulary/condition-values.ts";
import { canonicalIp } from "../vocabulary/ip-address.ts";
import type { JsonValue, MemberEvent } from "../vocabulary/member-event.ts";
import { periodOf } from "../vocabulary/read-condition-value.ts";
import { LONGEST_OWN, type RecordRow } from "../vocabulary/record-view.ts";
import { type CellSource, type RecordViewEntry, recordViews } from "./record-views.ts";

/** What rows of a view to read: of one member or of all, a period, and values of the view's own filters. */
export const recordsWantedSchema = z
  .object({
    view: z.string().min(1).max(100),
    memberId: z.string().min(1).max(64).optional(),
    filters: z
      .object({
        from: periodEndSchema.optional(),
        to: periodEndSchema.optional(),
        own: z.record(z.string().min(1).max(100), z.string().min(1).max(LONGEST_OWN)).optional(),
      })
      .strict()
      .default({}),
    order: z.enum(["newest", "oldest"]).default("newest"),
  })
  .strict();
export type RecordsWanted = z.infer<typeof recordsWantedSchema>;

/**
 * The view of that name.
 *
 * @throws DomainError "not-found" that lists the views there are.
 */
export function findRecordView(name: string): RecordViewEntry {
  const found = recordViews.find((view) => view.name === name);
  if (found) return found;
  const names = recordViews.map((view) => view.name).join(", ");
  throw new DomainError("not-found", `There is no record view "${name}". The views are ${names}.`, { field: "view" });
}

/**
 * Reads rows of a view in the order of their events: one ordered index read of the member, or one an action, merged.
 * Personal values stand masked, as in the events; an event of an older version is read in the shape of the current one,
 * while filters look at what was stored.
 *
 * @param cursor an event id; only what comes after it in the order is read.
 * @throws DomainError "bad-input" for a filter that the view has not.
 */
export async function selectRecords(
  db: Executor,
  wanted: RecordsWanted & { cursor?: string | undefined; limit: number },
): Promise<RecordRow[]> {
  const view = findRecordView(wanted.view);
  const conditions = [...periodConditions(wanted), ...ownConditions(view, wanted.filters.own ?? {})];
  const direction = wanted.order === "oldest" ? sql`asc` : sql`desc`;
  const actionIds = sql`select a.id from event.action a where a.name = any(${textArray(actionsOf(view, wanted.filters.own))})`;
  const ids =
    wanted.memberId === undefined
      ? sql`select k.id from (${actionIds}) v(value) cross join lateral (
              select e.id from event.member_event e where e.action_id = v.value and ${allOf(conditions)} order by e.id ${direction} limit ${wanted.limit}) k
            order by k.id ${direction} limit ${wanted.limit}`
      : sql`select e.id from event.member_event e
             where e.member_id = ${wanted.memberId} and e.action_id in (${actionIds}) and ${allOf(conditions)} order by e.id ${direction} limit ${wanted.limit}`;
  const events = await selectEvents(db, ids);
  if (wanted.order === "oldest") events.reverse();
  return events.map((event) => toRow(view, event));
}

function actionsOf(view: RecordViewEntry, own: Record<string, string> | undefined): string[] {
  const chosen = own?.action;
  return view.actions.filter((action) => chosen === undefined || action === chosen);
}

function periodConditions({ filters, cursor, order }: RecordsWanted & { cursor?: string | undefined }): SQL[] {
  const period = periodOf(rangeOf(filters.from ?? "", filters.to ?? ""));
  if (order === "newest") return withinPages(period, cursor);
  return [...withinPages(period, undefined), ...(cursor ? [sql`e.id > ${cursor}::uuid`] : [])];
}

function ownConditions(view: RecordViewEntry, own: Record<string, string>): SQL[] {
  return Object.entries(own).flatMap(([name, value]) => {
    const column = view.columns.find((one) => one.name === name);
    if (!column || !Object.hasOwn(view.filters, name)) {
      const names = Object.keys(view.filters).join(", ");
      throw new DomainError("bad-input", `The view ${view.name} has no filter "${name}". Its filters are ${names}.`, {
        field: `filters.own.${name}`,
      });
    }
    return column.source === "action" ? [] : [conditionOf(column.source, value)];
  });
}

function conditionOf(source: Exclude<CellSource, "action">, value: string): SQL {
  if ("attribute" in source) return sql`e.attributes @> ${jsonb({ [source.attribute]: { [source.side]: value } })}`;
  if (source.context === "deviceId") return sql`e.device_id = ${value}`;
  const ip = source.context === "ip" ? canonicalIp(value) : null;
  if (ip !== null) return sql`e.ip = ${ip}`;
  return sql`e.context ->> ${source.context} = ${value}`;
}

function toRow({ columns }: RecordViewEntry, event: MemberEvent): RecordRow {
  const { id: eventId, memberId, action, occurredAt } = event;
  const cells = Object.fromEntries(columns.map(({ name, source }) => [name, cellOf(source, event)]));
  return { eventId, memberId, action, occurredAt, cells };
}

function cellOf(source: CellSource, event: MemberEvent): JsonValue {
  if (source === "action") return event.action;
  if ("context" in source) return event.context[source.context] ?? null;
  return event.attributes[source.attribute]?.[source.side] ?? null;
}
