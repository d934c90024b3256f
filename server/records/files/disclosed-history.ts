import type { Change, MemberEvent } from "../../vocabulary/member-event.ts";

/** An event with its clear values, where they are disclosed and there are any. */
export type DisclosedEvent = MemberEvent & { clear: Record<string, Change> };

/** What a disclosure holds: the clear profile by field, empty where it stays masked, and the events, oldest first. */
export type Disclosed = { profile: Record<string, string>; events: DisclosedEvent[] };
