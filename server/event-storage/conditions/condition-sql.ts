import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import { isEquality } from "../../vocabulary/condition/condition-meaning.ts";
import type { Operator } from "../../vocabulary/condition-values.ts";
import { type Condition, type Field, layersOf } from "../../vocabulary/conditions.ts";
import { rangeEnds } from "../../vocabulary/ip-address.ts";
import type { LayerName } from "../../vocabulary/member-event.ts";
import { periodOf } from "../../vocabulary/read-condition-value.ts";
import { readPath } from "../../vocabulary/value-path.ts";
import { attributesOf } from "../message-columns.ts";
import { attributePart } from "./attribute-part.ts";
import { allAttributesAsSeen, attributesAsSeen, type CatalogShapes } from "./catalog-shapes.ts";
import type { DriverName, Part } from "./condition-parts.ts";
import { anyOf, jsonCondition, not, textCondition } from "./value-conditions.ts";
import { wordsLike } from "./value-words.ts";

type ToPart = (condition: Condition, catalog: CatalogShapes, db: Executor) => Part | Promise<Part>;

/** What each field is in SQL. A field that is missing here does not compile. */
export const partOf: Record<Field, ToPart> = {
  member: (condition) => ofColumn(sql`e.member_id`, "members", condition),
  action: ({ operator, values }, { actions }) =>
    ofActions(actions.filter(({ name }) => holds(operator, name, values)).map(({ id }) => id)),
  family: ({ operator, values }, { actions }) =>
    ofActions(actions.filter(({ family }) => holds(operator, family, values)).map(({ id }) => id)),
  changed: changedPart,
  attribute: (condition, catalog, db) => attributePart(db, catalog, condition, ["from", "to"]),
  became: (condition, catalog, db) => attributePart(db, catalog, condition, ["to"]),
  was: (condition, catalog, db) => attributePart(db, catalog, condition, ["from"]),
  device: (condition) => ofColumn(sql`e.device_id`, "devices", condition),
  ip: (condition) => (condition.operator === "in" ? inRanges(condition.values) : ofColumn(sql`e.ip`, "ips", condition)),
  channel: (condition) => ofJson(sql`e.context`, ["channel"], condition),
  context: (condition) => ofJson(sql`e.context`, readPath(condition.name ?? ""), condition),
  correlation: ({ operator, values }) => ofIds(sql`e.correlation_id`, "correlations", operator, values),
  causation: ({ operator, values }) => ofIds(sql`e.causation_id`, "causes", operator, values),
  id: ({ operator, values }) => ofIds(sql`e.id`, "ids", operator, values),
  source: ({ operator, values }) => unindexed(sourceCondition(operator, values)),
  publication: publicationPart,
  sns: snsPart,
  occurred: occurredPart,
  stored: ({ values }) => unindexed(anyOf(values.map(storedWithin))),
};

function unindexed(condition: SQL): Part {
  return { condition, isIndexed: false };
}

function ofJson(root: SQL, names: readonly string[], { operator, values }: Condition): Part {
  const wanted = isEquality(operator) ? values.flatMap(wordsLike) : values;
  return unindexed(jsonCondition(root, names, operator, wanted));
}

/** What the publisher sets itself on every message. */
const SET_BY_PUBLISHER = ["layer", "action", "changed", "target"];

/** Making the message's attributes takes half a millisecond an event: only of events that may have this one. */
function snsPart(condition: Condition): Part {
  const { name = "", operator, values } = condition;
  const made = sql`(select event.sns_values(${attributesOf("internal")}) from event.action a join event.action_version v on v.action_id = a.id
    where a.id = e.action_id and v.version = e.version)`;
  const part = ofJson(made, [name], condition);
  const asksPresent = operator === "exists" ? !values.includes("false") : operator !== "none";
  if (!asksPresent || SET_BY_PUBLISHER.includes(name)) return part;
  const mayHave = sql`(e.message_attributes ? ${name} or e.attributes ? ${name})`;
  return { ...part, condition: sql`(case when ${mayHave} then ${part.condition} else false end)` };
}

function ofColumn(column: SQL, driver: DriverName, { operator, values }: Condition): Part {
  const condition = textCondition(column, operator, values);
  return operator === "any" ? { condition, drivers: { [driver]: values }, isIndexed: true } : unindexed(condition);
}

function uuidCondition(column: SQL, operator: Operator, values: readonly string[]): SQL {
  if (operator === "exists") return textCondition(column, operator, values);
  const isAny = sql`${column} = any(${textArray(values)}::uuid[])`;
  return operator === "none" ? not(isAny) : isAny;
}

function ofIds(column: SQL, driver: DriverName, operator: Operator, values: readonly string[]): Part {
  const condition = uuidCondition(column, operator, values);
  return operator === "any" ? { condition, drivers: { [driver]: values }, isIndexed: true } : unindexed(condition);
}

function holds(operator: Operator, text: string, values: readonly string[]): boolean {
  if (operator === "starts") return values.some((value) => text.startsWith(value));
  return values.includes(text) === (operator === "any");
}

/** Actions are few and known: whatever is asked of them is a list of them. */
function ofActions(ids: readonly number[]): Part {
  const numbers = ids.map(String);
  return {
    condition: sql`e.action_id = any(${textArray(numbers)}::smallint[])`,
    drivers: { actions: numbers },
    isIndexed: true,
  };
}

/** Which actions can change an attribute the catalog knows; whether an event did is asked of the event. */
function changedPart({ operator, values }: Condition, catalog: CatalogShapes): Part {
  if (operator === "exists") {
    const isEmpty = sql`${allAttributesAsSeen(catalog)} = '{}'`;
    return unindexed(anyOf(values.map((value) => (value === "true" ? not(isEmpty) : isEmpty))));
  }
  const known = catalog.shapes.flatMap(({ seen }) => [...seen.keys()]);
  const names = operator === "starts" ? known.filter((name) => holds(operator, name, values)) : values;
  const changed = sql`${attributesAsSeen(catalog, names)} ?| ${textArray([...new Set(names)])}`;
  if (operator === "none") return unindexed(not(changed));
  const actions = catalog.shapes.filter(({ seen }) => names.some((name) => seen.has(name)));
  const ids = [...new Set(actions.map(({ actionId }) => String(actionId)))];
  // As a case the planner takes it for true half the time, and reads the actions' events in their order until the page is full; as it stands it takes
  // it for rare, and sorts all of them (measured with 200,000 events: 500 ms instead of 15).
  return {
    condition: sql`(case when ${changed} then true else false end)`,
    drivers: { actions: ids },
    isIndexed: true,
  };
}

function inRanges(ranges: readonly string[]): Part {
  const each = ranges.flatMap((range) => {
    const ends = rangeEnds(range);
    return ends === null ? [] : [sql`(a.ip between ${ends.first}::text::inet and ${ends.last}::text::inet)`];
  });
  // What is no address compares with none.
  const address = sql`(select case when pg_input_is_valid(e.ip, 'inet') then e.ip::inet end as ip)`;
  return unindexed(sql`exists (select from ${address} a where ${anyOf(each)})`);
}

function sourceCondition(operator: Operator, values: readonly string[]): SQL {
  const given = (condition: SQL) =>
    sql`exists (select from event.source_event s where s.event_id = e.id and ${condition})`;
  if (operator === "exists") {
    return anyOf(values.map((value) => (value === "true" ? given(sql`true`) : not(given(sql`true`)))));
  }
  if (operator === "none") return not(given(textCondition(sql`s.source`, "any", values)));
  return given(textCondition(sql`s.source`, operator, values));
}

/** What waits or is parked is a small table; every other state is asked of the event. */
function publicationPart({ name, operator, values }: Condition): Part {
  const layers = layersOf(name);
  const condition = anyOf(layers.map((layer) => inState(layer, values)));
  if (operator === "none") return unindexed(not(condition));
  if (!values.every((state) => state === "waiting" || state === "parked")) return unindexed(condition);
  const numbers = layers.map((layer) => (layer === "internal" ? "1" : "2"));
  const waiting = sql`select p.event_id from event.pending p where p.layer = any(${textArray(numbers)}::smallint[])`;
  return { condition, waiting, isIndexed: true };
}

function inState(layer: LayerName, states: readonly string[]): SQL {
  const status = layer === "internal" ? sql`s.internal_status` : sql`s.external_status`;
  const isInState = sql`(select ${status} from event.member_event_status s where s.id = e.id) = any(${textArray(states)})`;
  if (!states.includes("repaired")) return isInState;
  return anyOf([isInState, isRepaired(layer)]);
}

/** Published, and sent again by the detector before that. */
function isRepaired(layer: LayerName): SQL {
  const number = layer === "internal" ? sql`1` : sql`2`;
  return sql`exists (select from event.publication p join event.attempt t on t.event_id = p.event_id and t.layer = p.layer
                      where p.event_id = e.id and p.layer = ${number} and t.cause = 'detector' and t.at <= p.published_at)`;
}

function occurredPart({ values }: Condition): Part {
  const periods = values.map(periodOf);
  const starts = periods.map(({ start }) => start);
  const ends = periods.map(({ end }) => end);
  return {
    condition: anyOf(periods.map(occurredWithin)),
    period: {
      start: starts.includes(null) ? null : (starts.filter((start) => start !== null).sort()[0] ?? null),
      end: ends.includes(null)
        ? null
        : (ends
            .filter((end) => end !== null)
            .sort()
            .at(-1) ?? null),
    },
    isIndexed: true,
  };
}

/** By the id alone, so that partitions are pruned. */
export function occurredWithin({ start, end }: { start: string | null; end: string | null }): SQL {
  return sql`(${bound(start, (at) => sql`e.id >= event.id_floor(${at}::timestamptz)`)}
         and ${bound(end, (at) => sql`e.id < event.id_floor(${at}::timestamptz)`)})`;
}

function storedWithin(range: string): SQL {
  const { start, end } = periodOf(range);
  return sql`(${bound(start, (at) => sql`e.stored_at >= ${at}::timestamptz`)} and ${bound(end, (at) => sql`e.stored_at < ${at}::timestamptz`)})`;
}

/** No id is older than its clock's beginning. */
const OLDEST = "1970-01-01T00:00:00.000Z";

function bound(time: string | null, compare: (time: string) => SQL): SQL {
  if (time === null) return sql`true`;
  return compare(time < OLDEST || time.startsWith("-") ? OLDEST : time);
}
