import { sql } from "drizzle-orm";
import type { Db, Executor } from "../../db.ts";
import type { MemberscopeMessage, MessageEvent } from "../../messaging/message.ts";
import { type Delivery, deliveryOf } from "../outside/delivery-of.ts";
import type { SayObjection } from "../outside/member-system-client.ts";
import type { AskLatest } from "./ask-member-details.ts";
import { type FamilyOutcome, isHandled, remember } from "./family-inbox.ts";
import type { TellHistory } from "./record-family-event.ts";

/** What the family account system needs to answer to a withdrawal. */
export type WithdrawalParts = { db: Db; askLatest: AskLatest; object: SayObjection; tell: TellHistory };

/** Whoever joined a family first holds it: while others are in it, that member may not be let go. */
type Place = { holds_family: boolean };

/**
 * Makes the family account system's handler of `withdrawal.requested`: it lets the member go, or objects when the member
 * holds a family that others are in. Silence is consent, so letting go needs no answer. A withdrawal that has ended
 * meanwhile, by the latest state, is nothing to act on.
 *
 * @returns a function that throws when the member system does not answer; then nothing is done.
 */
export function familyFarewell(parts: WithdrawalParts): (message: MemberscopeMessage) => Promise<FamilyOutcome> {
  const { db, askLatest, object, tell } = parts;
  return async (message) => {
    const { event } = message;
    const handling = deliveryOf(message);
    if (await isHandled(db, handling)) return "handled before";
    const latest = await askLatest(event.memberId);
    const isLeaving = latest === null || latest.state === "withdrawal-requested" || latest.state === "withdrawn";
    if (!isLeaving) return remember(db, handling, "kept");
    const place = await findPlace(db, event.memberId);
    if (place?.holds_family && (await mayStay(object, event))) return remember(db, handling, "objected");
    const outcome = await db.transaction(async (tx) => remember(tx, handling, await letGo(tx, event)));
    if (outcome === "let go") await tell(happeningOf("left", event, handling, event.eventId));
    return outcome;
  };
}

/** Makes its handler of `withdrawal.taken-back`, the compensation: who was let go for that reason is in the family again. */
export function familyReturn(parts: WithdrawalParts): (message: MemberscopeMessage) => Promise<FamilyOutcome> {
  const { db, askLatest, tell } = parts;
  return async (message) => {
    const { event } = message;
    const handling = deliveryOf(message);
    if (await isHandled(db, handling)) return "handled before";
    const latest = await askLatest(event.memberId);
    if (latest === null || latest.state === "withdrawn") return remember(db, handling, "nothing to take back");
    let storyId = event.eventId;
    const outcome = await db.transaction(async (tx) => {
      const requestEventId = await takeIn(tx, event.memberId);
      if (requestEventId !== null) storyId = requestEventId;
      return remember(tx, handling, requestEventId === null ? "nothing to take back" : "back again");
    });
    if (outcome === "back again") await tell(happeningOf("joined", event, handling, storyId));
    return outcome;
  };
}

async function findPlace(db: Executor, memberId: string): Promise<Place | null> {
  const [place] = await db.execute<Place>(sql`
    select exists (select from family_account.family_member o
                    where o.family_id = f.family_id and o.member_id <> f.member_id and o.withdrawn_at is null)
       and not exists (select from family_account.family_member o
                        where o.family_id = f.family_id and o.withdrawn_at is null and (o.joined_at, o.member_id) < (f.joined_at, f.member_id)) as holds_family
      from family_account.family_member f where f.member_id = ${memberId} and f.withdrawn_at is null`);
  return place ?? null;
}

async function mayStay(object: SayObjection, { memberId, eventId }: MessageEvent): Promise<boolean> {
  const reason = "holds a family account that others are in";
  return (await object({ memberId, eventId, reason })) === "recorded";
}

async function letGo(tx: Executor, { memberId, eventId }: MessageEvent): Promise<"let go" | "not in a family"> {
  const left = await tx.execute(sql`
    update family_account.family_member
       set withdrawn_at = clock_timestamp(), withdrawn_by_event = ${eventId}::uuid, withdrawn_because = 'withdrawal'
     where member_id = ${memberId} and withdrawn_at is null returning 1`);
  return left.length > 0 ? "let go" : "not in a family";
}

/** Gives the event by which the member was let go. */
async function takeIn(tx: Executor, memberId: string): Promise<string | null> {
  const [back] = await tx.execute<{ request_event_id: string }>(sql`
    update family_account.family_member set withdrawn_at = null, withdrawn_by_event = null, withdrawn_because = null
     where member_id = ${memberId} and withdrawn_because = 'withdrawal' returning old.withdrawn_by_event as request_event_id`);
  return back?.request_event_id ?? null;
}

function happeningOf(happening: "left" | "joined", event: MessageEvent, { delivery }: Delivery, storyId: string) {
  const { memberId, eventId: causeEventId } = event;
  const reason = happening === "left" ? ({ reason: "withdrawal" } as const) : {};
  return { memberId, happening, ...reason, causeEventId, delivery, storyId };
}
