import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import { databaseTime, isoTime } from "../database-time.ts";
import type { Executor } from "../db.ts";
import { parseExactly } from "../exact-number.ts";
import { jsonb } from "../sql-values.ts";
import type { Actor } from "../staff/actor.ts";
import { type Recorded, showRecorded } from "../staff/recorded.ts";
import { requirePermission } from "../staff/require-permission.ts";
import { timeSchema } from "../vocabulary/condition-schema.ts";
import type { Change, JsonValue } from "../vocabulary/member-event.ts";
import type { MemberState, StateField } from "../vocabulary/record-view.ts";
import { type StateFieldEntry, stateFields } from "./state-fields.ts";

/** Whose state, and when; without a time, now. */
export const stateAtSchema = z.object({ memberId: z.string().min(1).max(64), at: timeSchema.optional() }).strict();

/**
 * A member's state rebuilt from events alone, at a moment: each field with the event that set it last, personal values
 * masked as stored. Events of the very millisecond asked for are part of it. The look is recorded before it is answered.
 *
 * @returns a field that no event had set by then is "unknown": the history begins later, or never told.
 * @throws DomainError "forbidden" when the actor may not open members.
 */
export async function memberStateAt(
  db: Executor,
  actor: Actor,
  { memberId, at }: z.infer<typeof stateAtSchema>,
): Promise<Recorded<MemberState>> {
  requirePermission(actor, "member:open");
  const asOf = await databaseTime(db);
  const fields = await selectState(db, { memberId, at });
  return showRecorded(db, actor, {
    act: "member.state",
    memberIds: [memberId],
    what: { at: at ?? null },
    answer: { memberId, at: at === undefined ? asOf : new Date(at).toISOString(), fields, asOf },
    timesOfAsking: at === undefined ? ["at"] : [],
    isFound: fields.some(({ state }) => state === "known"),
  });
}

/** The fields of a member's state at a moment, without asking who wants to know: for verbs that have asked. */
export async function selectState(
  db: Executor,
  { memberId, at }: { memberId: string; at?: string | undefined },
): Promise<StateField[]> {
  const before =
    at === undefined ? sql`true` : sql`e.id < event.id_floor(${at}::timestamptz + interval '1 millisecond')`;
  const set = new Map<string, Setter>();
  let open = stateFields;
  let bounds = new Map<string, string>();
  // An older version of an action may get an attribute only from its upcast, or not at all: then the one before it counts.
  while (open.length > 0) {
    const candidates = await selectCandidates(db, { memberId, before, open, bounds });
    const next = new Map<string, string>();
    for (const entry of open) {
      const event = candidates.get(entry.field);
      if (!event) continue;
      if (entry.attribute === null || event.attributes[entry.attribute]?.to !== undefined) set.set(entry.field, event);
      else next.set(entry.field, event.id);
    }
    open = open.filter(({ field }) => next.has(field));
    bounds = next;
  }
  return stateFields.map((entry) => toField(entry, set.get(entry.field)));
}

/** An event as far as it sets fields, in the shape of its action's current version. */
type Setter = { id: string; action: string; occurredAt: string; attributes: Record<string, Change> };
type SetterRow = Omit<Setter, "attributes"> & { attributes: string; field: string };

type Asked = { memberId: string; before: SQL; open: readonly StateFieldEntry[]; bounds: ReadonlyMap<string, string> };

/**
 * For each field the newest event below its bound that may have set it. One statement without the publication tables:
 * planning over their partitions would cost more than all the reading (measured).
 */
async function selectCandidates(db: Executor, { memberId, before, open, bounds }: Asked): Promise<Map<string, Setter>> {
  const wanted = open.map(({ field, attribute, actions }) => {
    return { field, attribute, actions, below: bounds.get(field) ?? null };
  });
  const rows = await db.execute<SetterRow>(sql`
    with wanted as materialized (
      select w.field, w.attribute, w.below, array(select a.id from event.action a where w.actions ? a.name) as actions
        from jsonb_to_recordset(${jsonb(wanted)}) w(field text, attribute text, actions jsonb, below uuid))
    select w.field, k.id, a.name as action, ${isoTime(sql`uuid_extract_timestamp(k.id)`)} as "occurredAt", 
           event.upcast_attributes(k.attributes, (select jsonb_agg(v.upcast order by v.version) from event.action_version v
             where v.action_id = k.action_id and v.version > k.version and v.version <= a.current_version and v.upcast is not null))::text as attributes
      from wanted w
     cross join lateral (
       select e.id, e.action_id, e.version, e.attributes from event.member_event e join event.action c on c.id = e.action_id
        where e.member_id = ${memberId} and e.action_id = any(w.actions) and ${before} and (w.below is null or e.id < w.below)
          and (w.attribute is null or e.attributes ? w.attribute or e.version < c.current_version)
        order by e.id desc limit 1) k
      join event.action a on a.id = k.action_id`);
  return new Map(
    rows.map(({ field, attributes, ...event }) => {
      return [field, { ...event, attributes: parseExactly<Record<string, Change>>(attributes) }];
    }),
  );
}

function toField({ field, label, personal, attribute }: StateFieldEntry, event: Setter | undefined): StateField {
  if (!event) return { field, label, state: "unknown", value: null, personal, setBy: null };
  const { id: eventId, action, occurredAt } = event;
  const value: JsonValue = attribute === null ? occurredAt : (event.attributes[attribute]?.to ?? null);
  return { field, label, state: "known", value, personal, setBy: { eventId, action, occurredAt } };
}
