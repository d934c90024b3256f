import { sql } from "drizzle-orm";
import type { Db } from "../../db.ts";

/** What became of a member's place in a family, because of an event. `story` is that of the event, where it is known. */
export type FamilyHappening = {
  memberId: string;
  happening: "joined" | "left";
  reason?: "identity-not-verified" | "withdrawal";
  causeEventId: string;
  delivery: string;
  storyId: string;
};

/** Tells the member's history; telling it twice is telling it once. */
export type TellHistory = (happening: FamilyHappening) => Promise<void>;

/**
 * Makes the way by which the family account system, like any other, adds to a member's history: the SQL function, as an
 * account that may call nothing else.
 *
 * @param db a pool as domain writer.
 */
export function familyHistory(db: Db): TellHistory {
  return async ({ memberId, happening, reason, causeEventId, delivery, storyId }) => {
    const [from, to] = happening === "left" ? ["member", "none"] : ["none", "member"];
    const attributes = { familyAccount: { from, to }, ...(reason === undefined ? {} : { reason: { to: reason } }) };
    await db.execute(sql`
      select event.record_member_event(
        member_id => ${memberId}, action => ${`family-account.${happening}`}, attributes => ${JSON.stringify(attributes)}::text::jsonb,
        context => '{"channel": "service"}', source => 'family account', source_event_id => ${`${causeEventId} ${delivery}`},
        correlation_id => ${storyId}::uuid, causation_id => ${causeEventId}::uuid)`);
  };
}
