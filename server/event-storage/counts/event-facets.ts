import { type SQL, sql } from "drizzle-orm";
import type { Waiting } from "../../bounded.ts";
import type { Executor } from "../../db.ts";
import type { Actor } from "../../staff/actor.ts";
import { type Recorded, showRecorded } from "../../staff/recorded.ts";
import type { EventFacets, Facet, FacetField } from "../../vocabulary/explore/event-facets.ts";
import { facetFields } from "../../vocabulary/explore/event-facets.ts";
import { allAttributesAsSeen, readCatalogShapes } from "../conditions/catalog-shapes.ts";
import { askCounts, type CountQuestion, type Sample } from "./count-question.ts";

/** Values that a field shows. */
const SHOWN = 10;

/**
 * Breaks down what conditions find by action, what changed, channel, device, address and member: of all found events, or where
 * they are more than a sample, of the newest, and says so. The look is recorded with the members shown before it is answered.
 *
 * @param db a pool whose statements are planned for their values (`plans: "custom"`).
 * @param waiting who waits for the answer: once nobody does, the search ends, and nothing was shown.
 * @throws DomainError as searchEvents does.
 */
export async function eventFacets(
  db: Executor,
  actor: Actor,
  question: CountQuestion,
  waiting?: Waiting,
): Promise<Recorded<EventFacets>> {
  const asked = { question, act: "event.facets", waiting, look: facetsOf };
  const { sample, found: facets, what, asOf } = await askCounts(db, actor, asked);
  const { looked, isWhole, oldest } = sample;
  const memberIds = facets.find(({ field }) => field === "member")?.values.map(({ value }) => value) ?? [];
  const answer: EventFacets = { facets, looked, of: isWhole ? "all" : "newest", oldest, asOf };
  return showRecorded(db, actor, { act: "event.facets", memberIds, what, answer, isFound: looked > 0 });
}

/** The most frequent values of each field among the events of a sample. */
export async function facetsOf(db: Executor, { ids }: Pick<Sample, "ids">): Promise<Facet[]> {
  const seen = allAttributesAsSeen(await readCatalogShapes(db));
  const values: Record<FacetField, SQL> = {
    action: sql`select a.name as value from s join event.action a on a.id = s.action_id`,
    changed: sql`select c.value from s cross join lateral jsonb_object_keys(s.seen) c(value)`,
    channel: sql`select distinct_of.value from s cross join lateral (select distinct l #>> '{}' as value from jsonb_path_query(s.channel, 'strict $.**') l
      where jsonb_typeof(l) in ('string', 'number', 'boolean')) distinct_of`,
    device: sql`select s.device_id as value from s where s.device_id is not null`,
    ip: sql`select s.ip as value from s where s.ip is not null`,
    member: sql`select s.member_id as value from s`,
  };
  const each = facetFields.map(
    (field) => sql`(select ${field} as field, value, count(*) as count from (${values[field]}) v group by value)`,
  );
  const rows = await db.execute<{ field: FacetField; value: string; count: number; different: number }>(sql`
    with s as materialized (
      select e.member_id, e.action_id, e.device_id, e.ip, e.context -> 'channel' as channel, ${seen} as seen
        from (${ids}) k join event.member_event e on e.id = k.id)
    select r.field, r.value, r.count::int, r.different::int from (
      select f.*, row_number() over (partition by f.field order by f.count desc, f.value) as place, count(*) over (partition by f.field) as different
        from (${sql.join(each, sql` union all `)}) f) r
     where r.place <= ${SHOWN} order by r.field, r.place`);
  return facetFields.map((field) => {
    const own = rows.filter((row) => row.field === field);
    return { field, values: own.map(({ value, count }) => ({ value, count })), different: own[0]?.different ?? 0 };
  });
}
