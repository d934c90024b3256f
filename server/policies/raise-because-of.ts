import type { Raise } from "../application-events/domain-transaction.ts";
import type { MessageEvent } from "../messaging/message.ts";

/**
 * Raises what an event has brought about: in its story, and caused by it. For actions of the domain, which know no cause.
 *
 * @param cause the event that a policy follows.
 */
export function raiseBecauseOf(raise: Raise, cause: Pick<MessageEvent, "eventId" | "correlationId">): Raise {
  return (event) => raise({ correlationId: cause.correlationId, causationId: cause.eventId, ...event });
}
