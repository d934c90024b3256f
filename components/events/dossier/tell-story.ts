import type { JsonValue, MemberEvent } from "#server/vocabulary/member-event";

/** Whose doing an event was: the member's, staff's, another system's, or a rule's that followed something else. */
export type StoryActor = { kind: "member" | "staff" | "system" | "automatic"; name: string | null };

/** One event of a story in its place. */
export type StoryLine = {
  event: MemberEvent;
  /** How many events of the story led to it, one by another. */
  depth: number;
  /** What caused it, when that is not the line right above. */
  cause: MemberEvent | null;
  /** The earlier event of the story whose change it takes back: a saga's compensation. */
  undoes: MemberEvent | null;
  actor: StoryActor | null;
  hops: StoryHops;
};

/**
 * How long each hop took, in milliseconds: from the cause's event to this one (through a policy, or straight), and from being
 * stored to being recorded on each topic. Null where there is no such hop, or not yet.
 */
export type StoryHops = { after: number | null; internal: number | null; external: number | null };

/** The events of one story as a tale: oldest first, each with what caused it and what it takes back. */
export function tellStory(events: MemberEvent[]): StoryLine[] {
  // An event id begins with its time, so that its order is that of what happened.
  const told = [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map(told.map((event) => [event.id, event]));
  const depths = new Map<string, number>();
  return told.map((event, at) => {
    const cause = byId.get(event.causationId ?? "");
    // A cause comes before its effect; what claims otherwise stands at the margin.
    const causeDepth = depths.get(cause?.id ?? "");
    const depth = causeDepth === undefined ? 0 : causeDepth + 1;
    depths.set(event.id, depth);
    return {
      event,
      depth,
      cause: cause !== undefined && cause.id !== told[at - 1]?.id ? cause : null,
      undoes: told.slice(0, at).findLast((earlier) => takesBack(event, earlier)) ?? null,
      actor: actorOf(event),
      hops: hopsOf(event, cause),
    };
  });
}

function hopsOf({ occurredAt, storedAt, internal, external }: MemberEvent, cause: MemberEvent | undefined): StoryHops {
  const until = (at: string | null) => (at === null ? null : Math.max(0, Date.parse(at) - Date.parse(storedAt)));
  return {
    after: cause === undefined ? null : Math.max(0, Date.parse(occurredAt) - Date.parse(cause.occurredAt)),
    internal: until(internal.publishedAt),
    external: until(external.publishedAt),
  };
}

/** Whether an attribute went from a to b in the earlier event and goes from b to a in this one. */
function takesBack(event: MemberEvent, earlier: MemberEvent): boolean {
  if (event.memberId !== earlier.memberId) return false;
  return Object.entries(event.attributes).some(([name, { from, to }]) => {
    const before = earlier.attributes[name];
    if (before === undefined || !isPlain(from) || !isPlain(to) || from === to) return false;
    return before.from === to && before.to === from;
  });
}

function isPlain(value: JsonValue | undefined): value is string | number | boolean {
  return value !== undefined && value !== null && typeof value !== "object";
}

/**
 * Read from the channel. What another event caused may tell that one's device and channel: then it is not known here
 * whether somebody acted again, and nobody is named.
 */
function actorOf({ context, causationId }: MemberEvent): StoryActor | null {
  const name = typeof context.by === "string" ? context.by : null;
  if (context.channel === "office") return { kind: "staff", name };
  if (context.channel === "service") return { kind: "system", name };
  if (context.channel === "schedule") return { kind: "automatic", name: null };
  const isByMember = context.channel === "app" || context.channel === "web";
  if (causationId !== null) return isByMember ? null : { kind: "automatic", name: null };
  return isByMember ? { kind: "member", name: null } : null;
}
