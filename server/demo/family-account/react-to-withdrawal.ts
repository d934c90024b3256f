import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { type FamilyOutcome, handleOnce, remember } from "./family-inbox.ts";
import type { FamilyHandler, FamilyParts } from "./family-parts.ts";

/**
 * Makes the family account system's handler of `withdrawal.requested`: it lets the member go, or objects when the member
 * holds a family that others are in. Silence is consent, so letting go needs no answer. A withdrawal that has ended
 * meanwhile, by the latest state, is nothing to act on.
 *
 * @returns a function that throws when the member system does not answer; then nothing is done.
 */
export function familyFarewell({ db, askLatest, object, tell }: FamilyParts): FamilyHandler {
  return (message) => {
    const { memberId, eventId } = message.event;
    return handleOnce(db, message, {
      async act(handling) {
        const latest = await askLatest(memberId);
        const isLeaving = latest === null || latest.state === "withdrawal-requested" || latest.state === "withdrawn";
        if (!isLeaving) return remember(db, handling, "kept");
        if (await holdsFamily(db, memberId)) {
          const answer = await object({ memberId, eventId, reason: "holds a family account that others are in" });
          if (answer === "recorded") return remember(db, handling, "objected");
        }
        return db.transaction(async (tx) => remember(tx, handling, await letGo(tx, { memberId, eventId })));
      },
      async tell(outcome, { delivery }) {
        if (outcome !== "let go") return;
        const left = { memberId, happening: "left", reason: "withdrawal" } as const;
        await tell({ ...left, causeEventId: eventId, delivery, storyId: eventId });
      },
    });
  };
}

/** Makes its handler of `withdrawal.taken-back`, the compensation: who was let go for that reason is in the family again. */
export function familyReturn({ db, askLatest, tell }: FamilyParts): FamilyHandler {
  return (message) => {
    const { memberId, eventId } = message.event;
    return handleOnce(db, message, {
      async act(handling) {
        const latest = await askLatest(memberId);
        if (latest === null || latest.state === "withdrawn") return remember(db, handling, "nothing to take back");
        return db.transaction(async (tx) => remember(tx, handling, await takeIn(tx, memberId)));
      },
      async tell(outcome, { delivery }) {
        if (outcome !== "back again") return;
        // Messages to the outside name no story; the request that began this one is still known.
        const storyId = (await findRequest(db, memberId)) ?? eventId;
        await tell({ memberId, happening: "joined", causeEventId: eventId, delivery, storyId });
      },
    });
  };
}

/** Whoever joined a family first holds it; while others are in it, that member may not be let go. */
async function holdsFamily(db: Executor, memberId: string): Promise<boolean> {
  const holding = await db.execute(sql`
    select from family_account.family_member f
     where f.member_id = ${memberId} and f.withdrawn_at is null
       and exists (select from family_account.family_member o
                    where o.family_id = f.family_id and o.member_id <> f.member_id and o.withdrawn_at is null)
       and not exists (select from family_account.family_member o
                        where o.family_id = f.family_id and o.withdrawn_at is null and (o.joined_at, o.member_id) < (f.joined_at, f.member_id))`);
  return holding.length > 0;
}

async function letGo(tx: Executor, given: { memberId: string; eventId: string }): Promise<FamilyOutcome> {
  const left = await tx.execute(sql`
    update family_account.family_member
       set withdrawn_at = clock_timestamp(), withdrawn_by_event = ${given.eventId}::uuid, withdrawn_because = 'withdrawal'
     where member_id = ${given.memberId} and withdrawn_at is null returning 1`);
  return left.length > 0 ? "let go" : "not in a family";
}

/** The event by which the member was let go stays, and with it the story. */
async function takeIn(tx: Executor, memberId: string): Promise<FamilyOutcome> {
  const back = await tx.execute(sql`
    update family_account.family_member set withdrawn_at = null
     where member_id = ${memberId} and withdrawn_because = 'withdrawal' and withdrawn_at is not null returning 1`);
  return back.length > 0 ? "back again" : "nothing to take back";
}

async function findRequest(db: Executor, memberId: string): Promise<string | null> {
  const [row] = await db.execute<{ id: string | null }>(sql`
    select withdrawn_by_event as id from family_account.family_member where member_id = ${memberId}`);
  return row?.id ?? null;
}
