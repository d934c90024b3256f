import { filterToParams } from "#server/vocabulary/event-filter";
import type { LookUp } from "#server/vocabulary/views";

/** The page of what the search box understood. */
export function hitHref(hit: LookUp): string {
  switch (hit.kind) {
    case "member":
      return `/members/${encodeURIComponent(hit.memberId)}`;
    case "event":
      return `/events/${hit.eventId}`;
    case "story":
      return `/events?${filterToParams({ correlation: hit.correlationId })}`;
    case "device":
      return `/events?${filterToParams({ device: hit.device })}`;
    case "ip":
      return `/events?${filterToParams({ ip: hit.ip })}`;
  }
}
