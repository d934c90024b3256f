import { sql } from "drizzle-orm";
import { databaseTime, isoTime } from "../../database-time.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { Actor } from "../../staff/actor.ts";
import { requirePermission } from "../../staff/require-permission.ts";
import type { ActionDossier, ActionOrigin, ActionVersion, OneAction } from "../../vocabulary/explore/catalog-page.ts";
import type { CatalogAction, Family } from "../../vocabulary/member-event.ts";
import { countDays } from "./action-volumes.ts";

const DAYS = 90;
/** So many of the newest events are looked at for where they come from. */
const MOST_LOOKED = 500;
/** Producers write channels as they like: the most frequent are told. */
const MOST_ORIGINS = 12;

/**
 * One action of the catalog: all its versions, how many events it had on each of the last ninety days, and where the newest
 * come from. It tells of no member.
 *
 * @throws DomainError "not-found" for an action that the catalog does not have, "forbidden" when the actor may not see events.
 */
export async function showAction(db: Executor, actor: Actor, { action, zone }: OneAction): Promise<ActionDossier> {
  requirePermission(actor, "event:show");
  const [found] = await db.execute<{ id: number; family: Family; currentVersion: number }>(sql`
    select id, family, current_version as "currentVersion" from event.action where name = ${action}`);
  if (!found) {
    const message = `The catalog has no action ${action}. Check the name, or choose one from the catalog's list.`;
    throw new DomainError("not-found", message, { field: "action" });
  }
  const { id, family, currentVersion } = found;
  const asOf = await databaseTime(db);
  const [versions, { edges, actions }, origins] = await Promise.all([
    versionsOf(db, id),
    countDays(db, { asOf, zone, days: DAYS, action }),
    originsOf(db, id),
  ]);
  const days = actions.get(action) ?? edges.slice(1).map(() => 0);
  return { name: action, family, currentVersion, versions, volumes: { edges, days }, origins, asOf };
}

type VersionRow = Omit<ActionVersion, "attributes"> & { schema: { properties?: CatalogAction["attributes"] } };

async function versionsOf(db: Executor, id: number): Promise<ActionVersion[]> {
  const rows = await db.execute<VersionRow>(sql`
    select version, external, schema, required, sentence, upcast from event.action_version where action_id = ${id} order by version desc`);
  return rows.map(({ schema, ...version }) => ({ ...version, attributes: schema.properties ?? {} }));
}

async function originsOf(db: Executor, id: number): Promise<ActionDossier["origins"]> {
  const rows = await db.execute<ActionOrigin & { looked: number }>(sql`
    with newest as (
      select e.id, left(e.context ->> 'channel', 100) as channel, e.causation_id is not null as caused, e.origin = 1 as imported
        from event.member_event e where e.action_id = ${id} order by e.id desc limit ${MOST_LOOKED + 1}),
    looked as (select * from newest order by id desc limit ${MOST_LOOKED})
    select l.channel, s.source, l.caused, l.imported, count(*)::int as events, ${isoTime(sql`uuid_extract_timestamp((array_agg(l.id order by l.id desc))[1])`)} as newest,
           (select count(*)::int from newest) as looked
      from looked l left join event.source_event s on s.event_id = l.id
     group by 1, 2, 3, 4 order by 5 desc, 1, 2 limit ${MOST_ORIGINS}`);
  const looked = rows[0]?.looked ?? 0;
  return {
    looked: Math.min(looked, MOST_LOOKED),
    isAll: looked <= MOST_LOOKED,
    list: rows.map(({ looked: _, ...origin }) => origin),
  };
}
