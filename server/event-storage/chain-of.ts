import { sql } from "drizzle-orm";
import { isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { idRows, textArray } from "../sql-values.ts";
import type { EventDossier, HandledInStory, MemberEvent } from "../vocabulary/member-event.ts";
import { chooseChain, type Link } from "./choose-chain.ts";
import { selectEvents } from "./select-events.ts";

/** So many events of a story are shown. */
const MOST_SHOWN = 50;
/** So many of its oldest, and as many from the event on, are looked at. */
const MOST_LOOKED = 500;
/** So many causes are followed back, and so many steps of effects. */
const DEEPEST = 20;
const MOST_HANDLED = 400;

/** The chain that an event belongs to: the other events of its story, and what was done with each. */
export type Chain = Pick<EventDossier, "story" | "chain">;

/**
 * What led to an event, what it brought about, and what else belongs to its story, with who handled each event when. Causes and
 * effects are followed into other stories, too. What has no room, and a cause that is not stored, is said.
 */
export async function chainOf(db: Executor, event: MemberEvent): Promise<Chain> {
  const { links, isFloor } = await linksOf(db, event);
  const chosen = chooseChain(links, event.id, MOST_SHOWN);
  const others = await selectEvents(db, idRows(chosen));
  const story = others.reverse();
  const shown = [...story, event];
  const [handled, unknownCauses] = await Promise.all([handledOf(db, shown), unknownCausesOf(db, shown)]);
  const leftOut = links.filter(({ id }) => id !== event.id).length - chosen.length;
  return { story, chain: { ...handled, unknownCauses, leftOut, isFloor } };
}

async function linksOf(db: Executor, { id, correlationId }: MemberEvent): Promise<{ links: Link[]; isFloor: boolean }> {
  const story = sql`${correlationId}::uuid`;
  const columns = sql`e.id, e.causation_id as "causationId"`;
  // As the index of stories has it, in its order: a long story is not read whole. The event that begins one is not in it.
  const further = sql`select ${columns} from event.member_event e where e.correlation_id = ${story} and e.correlation_id <> e.id`;
  const [first, oldest, since, causes, effects] = await Promise.all([
    db.execute<Link>(
      sql`select ${columns} from event.member_event e where e.id = ${story} and e.correlation_id = ${story}`,
    ),
    db.execute<Link>(sql`${further} order by e.id limit ${MOST_LOOKED + 1}`),
    db.execute<Link>(sql`${further} and e.id >= ${id}::uuid order by e.id limit ${MOST_LOOKED + 1}`),
    db.execute<Link>(sql`
      with recursive back as (
        select e.id, e.causation_id, 0 as steps from event.member_event e where e.id = ${id}::uuid
        union all
        select c.id, c.causation_id, b.steps + 1 from back b
         cross join lateral (select e.id, e.causation_id from event.member_event e where e.id = b.causation_id limit 1) c
         where b.steps < ${DEEPEST}) cycle id set is_again using way
      select ${columns} from back e where not e.is_again`),
    // Not ordered: what is given first was found first, and the limit ends the finding.
    db.execute<Link>(sql`
      with recursive forth as (
        select ${id}::uuid as id, null::uuid as causation_id, 0 as steps
        union all
        select c.id, c.causation_id, f.steps + 1 from forth f
         cross join lateral (select e.id, e.causation_id from event.member_event e where e.causation_id = f.id order by e.id limit ${MOST_LOOKED + 1}) c
         where f.steps < ${DEEPEST}) cycle id set is_again using way
      select ${columns} from forth e where not e.is_again and e.causation_id is not null limit ${MOST_LOOKED + 1}`),
  ]);
  const links = new Map([...first, ...oldest, ...since, ...effects, ...causes].map((link) => [link.id, link]));
  return {
    links: [...links.values()],
    isFloor: [oldest, since, effects].some((looked) => looked.length > MOST_LOOKED),
  };
}

/**
 * Who handled the events, in order. What a policy raises is stored in the transaction of its row in the inbox: that tells which
 * of several that followed the same event raised it.
 */
async function handledOf(db: Executor, events: readonly MemberEvent[]) {
  const ids = sql`${textArray(events.map(({ id }) => id))}::uuid[]`;
  const rows = await db.execute<HandledInStory>(sql`
    select h.event_id as "eventId", h.handler, h.delivery, h.outcome, ${isoTime(sql`h.handled_at`)} as at,
           array(select e.id from event.member_event e
                  where e.id = any(${ids}) and e.causation_id = h.event_id and (e.stored_by::text::bigint & 4294967295) = h.xmin::text::bigint order by e.id) as raised
      from event.inbox h where h.event_id = any(${ids}) order by h.handled_at, h.handler limit ${MOST_HANDLED + 1}`);
  return { handled: rows.slice(0, MOST_HANDLED), isHandledCut: rows.length > MOST_HANDLED };
}

/** The causes that events name and the storage does not have. */
async function unknownCausesOf(db: Executor, events: readonly MemberEvent[]): Promise<string[]> {
  const shown = new Set(events.map(({ id }) => id));
  const asked = events.flatMap(({ causationId }) =>
    causationId === null || shown.has(causationId) ? [] : [causationId],
  );
  if (asked.length === 0) return [];
  const rows = await db.execute<{ id: string }>(sql`
    select distinct c.id::text from unnest(${textArray(asked)}::uuid[]) c(id)
     where not exists (select from event.member_event e where e.id = c.id) order by 1`);
  return rows.map(({ id }) => id);
}
