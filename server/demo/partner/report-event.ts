import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db, Executor } from "../../db.ts";
import type { MemberscopeMessage } from "../../messaging/message.ts";
import { type Delivery, deliveryOf } from "../outside/delivery-of.ts";
import type { SayObjection } from "../outside/member-system-client.ts";
import type { PartnerDrop } from "./partner-drop.ts";
import { reportCodeOf } from "./partner-format.ts";

/** What the partner reporter may know of a member. */
export const partnerLatestSchema = z.object({ memberId: z.string(), identityVerified: z.boolean() });

/** What the partner reporter has: its own database, and its ways to the member system and the partner. */
export type ReporterParts = {
  db: Db;
  askLatest: (memberId: string) => Promise<z.infer<typeof partnerLatestSchema> | null>;
  object: SayObjection;
  drop: PartnerDrop;
};

/** What the partner reporter did with a message. */
export type ReporterOutcome = "reported" | "objected" | "not reported" | "handled before";

/**
 * Makes the partner reporter's handler: it translates an external event, completed by the member's latest state, into a
 * line for the partner, which a later file carries. When a member wants to withdraw whom the partner holds, it objects
 * on the partner's behalf, and reports nothing.
 *
 * Handles each (event, delivery) once; a republish job makes another line, since the partner lost the first.
 *
 * @returns a function that throws when the latest state or the partner's holds cannot be had; then nothing is done.
 */
export function reportEvent(parts: ReporterParts): (message: MemberscopeMessage) => Promise<ReporterOutcome> {
  const { db, askLatest, object, drop } = parts;
  return async (message) => {
    const { memberId, action, occurredAt, eventId } = message.event;
    const handling = deliveryOf(message);
    if (await isHandled(db, handling)) return "handled before";
    const code = reportCodeOf(action);
    if (code === null) return remember(db, handling, "not reported");
    if (action === "withdrawal.requested" && (await drop.readHolds()).has(memberId)) {
      const answer = await object({ memberId, eventId, reason: "the partner has not settled with this member yet" });
      if (answer === "recorded") return remember(db, handling, "objected");
    }
    const latest = await askLatest(memberId);
    const verified = latest === null ? "X" : latest.identityVerified ? "Y" : "N";
    return db.transaction(async (tx) => {
      await tx.execute(sql`
        insert into partner_reporter.line (event_id, delivery, member_id, code, happened_at, verified)
        values (${eventId}::uuid, ${handling.delivery}, ${memberId}, ${code}, ${occurredAt}::timestamptz, ${verified})
        on conflict do nothing`);
      return remember(tx, handling, "reported");
    });
  };
}

async function isHandled(db: Executor, { eventId, delivery }: Delivery): Promise<boolean> {
  const known = await db.execute(sql`
    select from partner_reporter.inbox where event_id = ${eventId}::uuid and delivery = ${delivery}`);
  return known.length > 0;
}

async function remember(
  tx: Executor,
  { eventId, delivery }: Delivery,
  outcome: Exclude<ReporterOutcome, "handled before">,
): Promise<ReporterOutcome> {
  const added = await tx.execute(sql`
    insert into partner_reporter.inbox (event_id, delivery, outcome) values (${eventId}::uuid, ${delivery}, ${outcome})
    on conflict do nothing returning 1`);
  return added.length > 0 ? outcome : "handled before";
}
