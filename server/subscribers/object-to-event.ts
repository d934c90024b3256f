import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Executor } from "../db.ts";
import { DomainError, type RefusalCode } from "../errors.ts";
import { actRecorded } from "../staff/recorded.ts";
import type { TokenRefusal } from "../vocabulary/choices/token-fields.ts";
import { answerersOf, identifyCaller } from "./identify-caller.ts";
import { shortened } from "./member-details.ts";

/** What an outside system says against something a member has asked for. The reason is read by staff, and stored without what looks personal in it. */
export const objectionSchema = z.strictObject({ eventId: z.uuid(), reason: z.string().trim().min(1).max(300) });

/** An objection, and who makes it: the holder of a service token. */
export type Objection = z.infer<typeof objectionSchema> & { memberId: string; token: string; ip: string | null };

/** What came of it: `eventId` is the id of the objection's own event. */
export type ObjectionAnswer = { kind: "unauthorized"; refused: TokenRefusal } | { kind: "recorded"; eventId: string };

type ObjectedEvent = { subject: string; correlation_id: string; mayBeObjected: boolean; hasEnded: boolean };

const REQUESTED = ".requested";

/** What stands among the fields of a token whose holder may object: the right to read a member is none to hold up what the member wants. */
export const OBJECTIONS = "objections";

/**
 * Records a subscriber's objection to an event as an event of the same story: to `withdrawal.requested`,
 * `withdrawal.objected`. What follows from it is for the member system to say, which knows the objector by its name only.
 * The reason is stored masked: phone numbers, e-mail addresses and the member's names stand in it as everywhere else. The token must
 * have OBJECTIONS among its fields. It and its access record are one transaction, and a refused one is recorded as such; the same objection again gives the
 * first one's event.
 *
 * @throws DomainError "not-found" when the member has no such event, "forbidden" without the right, "bad-input" when the catalog knows no objection to
 *   its action, "conflict" when the story has ended (`completed` or `taken-back`).
 */
export async function objectToEvent(db: Executor, objection: Objection): Promise<ObjectionAnswer> {
  const { memberId, eventId, token, ip } = objection;
  const caller = await identifyCaller(db, { token, ip, act: "objection" });
  if ("refused" in caller) return { kind: "unauthorized", ...caller };
  const objector = caller.subscriberId;
  const service = { kind: "service", login: `service:${objector}`, ip } as const;
  const access = { act: "objection", memberIds: [shortened(memberId)], what: { eventId, ...answerersOf(caller) } };
  return actRecorded(db, service, async (tx) => {
    if (!caller.scope.includes(OBJECTIONS)) {
      const message = `This token may not object: its fields do not hold "${OBJECTIONS}". Ask an admin for a token that does.`;
      return { ...access, refusal: new DomainError("forbidden", message) };
    }
    const event = await findEvent(tx, { memberId, eventId });
    if (!event) {
      return {
        ...access,
        refusal: refuse("not-found", `Member ${memberId} has no event ${eventId}. Check both identifiers.`),
      };
    }
    if (!event.mayBeObjected) {
      const message = "Nobody may object to this event: object only to what a member has asked for.";
      return { ...access, refusal: refuse("bad-input", message) };
    }
    const known = await findObjection(tx, { objector, eventId });
    if (known === null && event.hasEnded) {
      const message = "What you object to has ended already. Ask for the member's latest state.";
      return { ...access, refusal: refuse("conflict", message) };
    }
    const recorded = known ?? (await record(tx, objection, { objector, event }));
    return { ...access, answer: { kind: "recorded" as const, eventId: recorded } };
  });
}

function refuse(code: RefusalCode, message: string): DomainError {
  return new DomainError(code, message, { field: "eventId" });
}

async function findEvent(
  db: Executor,
  { memberId, eventId }: { memberId: string; eventId: string },
): Promise<ObjectedEvent | null> {
  const [row] = await db.execute<ObjectedEvent>(sql`
    select s.subject, e.correlation_id,
           a.name like ${`%${REQUESTED}`} and exists (select from event.action o where o.name = s.subject || '.objected') as "mayBeObjected",
           exists (select from event.member_event l join event.action la on la.id = l.action_id
                    where l.correlation_id = e.correlation_id and l.correlation_id <> l.id and l.member_id = e.member_id and l.id > e.id
                      and la.name in (s.subject || '.completed', s.subject || '.taken-back')) as "hasEnded"
      from event.member_event e join event.action a on a.id = e.action_id, lateral (select split_part(a.name, '.', 1) as subject) s
     where e.id = ${eventId}::uuid and e.member_id = ${memberId}`);
  return row ?? null;
}

async function findObjection(
  db: Executor,
  { objector, eventId }: { objector: string; eventId: string },
): Promise<string | null> {
  const [row] = await db.execute<{ id: string }>(sql`
    select o.id from event.member_event e join event.member_event o on o.correlation_id = e.correlation_id
     where e.id = ${eventId}::uuid and o.correlation_id <> o.id and o.causation_id = e.id and o.attributes @> jsonb_build_object('objector', jsonb_build_object('to', ${objector}::text))
     order by o.id limit 1`);
  return row?.id ?? null;
}

/** Its source pair makes two that come at the same moment one event. */
async function record(
  db: Executor,
  { memberId, eventId, reason }: Objection,
  { objector, event }: { objector: string; event: ObjectedEvent },
): Promise<string> {
  const attributes = JSON.stringify({ objector: { to: objector } });
  const [row] = await db.execute<{ id: string }>(sql`
    select event.record_member_event(
      member_id => ${memberId}, action => ${`${event.subject}.objected`},
      attributes => ${attributes}::text::jsonb || jsonb_build_object('reason', jsonb_build_object('to', event.mask_free_text(${reason}, ${memberId}))),
      context => '{"channel": "service"}', source => ${`objection ${objector}`}, source_event_id => ${eventId},
      correlation_id => ${event.correlation_id}::uuid, causation_id => ${eventId}::uuid) as id`);
  if (!row) throw new Error("record_member_event gave no row");
  return row.id;
}
