import { DETECTOR, type MemberscopeMessage } from "../../messaging/message.ts";

/** One handling of an event: all live messages are one delivery, each republish job another. */
export type Delivery = { eventId: string; delivery: string };

/** Which handling a message asks for. */
export function deliveryOf({ event, replay }: MemberscopeMessage): Delivery {
  return { eventId: event.eventId, delivery: replay === null || replay === DETECTOR ? "live" : replay };
}
