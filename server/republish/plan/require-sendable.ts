import { sql } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import type { WhatToRepublish } from "../../vocabulary/republish-order.ts";

/**
 * Refuses to send again what is not there or is not told in that layer.
 *
 * @returns the member whose event it is.
 * @throws DomainError "not-found" for an unknown event; "bad-input" for an imported event, or for the external layer of an
 *   internal one.
 */
export async function requireSendable(db: Executor, { eventId, layer }: WhatToRepublish): Promise<string> {
  const [event] = await db.execute<{ member_id: string; origin: number; external: boolean; action: string }>(sql`
    select e.member_id, e.origin, v.external, a.name as action
      from event.member_event e
      join event.action a on a.id = e.action_id
      join event.action_version v on v.action_id = e.action_id and v.version = e.version
     where e.id = ${eventId}::uuid`);
  if (!event) {
    throw new DomainError("not-found", `There is no event ${eventId}. Check the id, or find the event by its member.`, {
      field: "eventId",
    });
  }
  if (event.origin === 1) {
    throw new DomainError(
      "bad-input",
      "This event was imported from an old record and is not for publication. Only live events can be sent again.",
      { field: "eventId" },
    );
  }
  if (layer === "external" && !event.external) {
    throw new DomainError(
      "bad-input",
      `${event.action} is not an external event: the outside never hears of it. Choose the internal layer.`,
      { field: "layer" },
    );
  }
  return event.member_id;
}
