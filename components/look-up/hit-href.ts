import type { LookUp } from "#server/vocabulary/views";

/** The page of what the search box understood. The names of filters are those of conditionsToParams, which a test holds equal. */
export function hitHref(hit: LookUp): string {
  switch (hit.kind) {
    case "member":
      return `/members/${encodeURIComponent(hit.memberId)}`;
    case "event":
      return `/events/${hit.eventId}`;
    case "story":
      return `/events?${new URLSearchParams({ correlation: hit.correlationId })}`;
    case "device":
      return `/events?${new URLSearchParams({ device: hit.device })}`;
    case "ip":
      return `/events?${new URLSearchParams({ ip: hit.ip })}`;
  }
}
