import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { bounded } from "../../bounded.ts";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { textArray } from "../../sql-values.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import { type OfferedField, type OfferedValues, offeredFields } from "../../vocabulary/explore/offered-values.ts";
import { isPath, readPath } from "../../vocabulary/value-path.ts";
import { attributesAsSeen, type CatalogShapes, readCatalogShapes } from "../conditions/catalog-shapes.ts";

/** Of which field values are wanted, of which attribute or circumstance, and how they begin. */
export const offerValuesSchema = z
  .object({
    field: z.enum(offeredFields),
    name: z.string().max(300).refine(isPath, "must be a name, or a path like address.city").optional(),
    prefix: z.string().max(200).default(""),
  })
  .strict();
type Wanted = z.infer<typeof offerValuesSchema>;

/** So many newest events are looked at: what people filter by today stands among them. */
const SAMPLE = 5000;
const OFFERED = 20;
/** Longer values are pasted, not chosen from a list. */
const LONGEST = 200;
const TIME_LIMIT_MS = 500;

/**
 * Values to choose from, with how many of the newest events have them. Attributes are read in the shape that readers see; of
 * personal ones nothing is offered, since a mask finds nothing. What cannot be read in time offers nothing.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @throws DomainError "forbidden" when the actor may not search.
 */
export async function offerValues(db: Executor, actor: Actor, wanted: Wanted): Promise<Recorded<OfferedValues>> {
  requirePermission(actor, "event:search");
  const asOf = await databaseTime(db);
  const catalog = await readCatalogShapes(db);
  const source = sourceOf(wanted, catalog);
  const found = source && (await bounded(db, { ms: TIME_LIMIT_MS }, (tx) => readValues(tx, source, wanted.prefix)));
  const { field, name, prefix } = wanted;
  return showRecorded(db, actor, {
    act: "event.values",
    memberIds: [],
    what: { field, ...(name !== undefined && { name }), ...(prefix !== "" && { prefix }) },
    answer: { ...(found ?? { values: [], looked: 0, oldest: null }), asOf },
    isFound: (found?.values.length ?? 0) > 0,
  });
}

async function readValues(tx: Executor, source: SQL, prefix: string): Promise<Omit<OfferedValues, "asOf">> {
  const [row] = await tx.execute<Omit<OfferedValues, "asOf">>(sql`
    with s as materialized (select e.* from event.member_event e order by e.id desc limit ${SAMPLE}),
    v as (
      select v.value, count(distinct v.id)::int as count from (${source}) v(id, value)
       where v.value <> '' and length(v.value) <= ${LONGEST} and starts_with(lower(v.value), lower(${prefix}))
       group by v.value order by count desc, v.value limit ${OFFERED})
    select coalesce((select jsonb_agg(jsonb_build_object('value', v.value, 'count', v.count) order by v.count desc, v.value) from v), '[]') as values,
           (select count(*)::int from s) as looked, ${isoTime(sql`(select uuid_extract_timestamp(s.id) from s order by s.id limit 1)`)} as oldest`);
  return row ?? { values: [], looked: 0, oldest: null };
}

/** Where a field's values stand in the sample (s): rows of event id and value; null where there is nothing to offer. */
function sourceOf({ field, name }: Wanted, catalog: CatalogShapes): SQL | null {
  const byField: Record<OfferedField, () => SQL | null> = {
    action: () => sql`select s.id, a.name from s join event.action a on a.id = s.action_id`,
    family: () => sql`select s.id, a.family from s join event.action a on a.id = s.action_id`,
    changed: () => sql`select e.id, c.name from s e cross join lateral jsonb_object_keys(${seenOf(catalog)}) c(name)`,
    attribute: () => attributeValues(name, catalog, ["from", "to"]),
    became: () => attributeValues(name, catalog, ["to"]),
    was: () => attributeValues(name, catalog, ["from"]),
    device: () => sql`select s.id, s.device_id from s where s.device_id is not null`,
    ip: () => sql`select s.id, s.ip from s where s.ip is not null`,
    channel: () => leavesAt(sql`e.context`, [["channel"]]),
    context: () => (name === undefined ? null : leavesAt(sql`e.context`, [readPath(name)])),
    source: () => sql`select s.id, p.source from s join event.source_event p on p.event_id = s.id`,
  };
  return byField[field]();
}

function seenOf(catalog: CatalogShapes): SQL {
  return attributesAsSeen(catalog, [...new Set(catalog.shapes.flatMap(({ seen }) => [...seen.keys()]))]);
}

function attributeValues(name: string | undefined, catalog: CatalogShapes, sides: readonly string[]): SQL | null {
  if (name === undefined) return null;
  const [attribute = "", ...inner] = readPath(name);
  if (catalog.shapes.some(({ seen }) => seen.get(attribute)?.personal !== undefined)) return null;
  return leavesAt(
    attributesAsSeen(catalog, [attribute]),
    sides.map((side) => [attribute, side, ...inner]),
  );
}

/** Every text, number and truth value at or below places in a JSON column of the sample. */
function leavesAt(root: SQL, places: readonly string[][]): SQL {
  const each = places.map(
    (names) => sql`
      select e.id, l.leaf #>> '{}' from s e
       cross join lateral jsonb_path_query(${root} #> ${textArray(names)}, 'strict $.**') l(leaf)
       where jsonb_typeof(l.leaf) in ('string', 'number', 'boolean')`,
  );
  return sql.join(each, sql` union all `);
}
