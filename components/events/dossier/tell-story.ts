import type { HandledInStory, JsonValue, MemberEvent } from "#server/vocabulary/member-event";

/** Whose doing an event was: the member's, staff's, another system's, or a rule's that followed something else. */
export type StoryActor = { kind: "member" | "staff" | "system" | "automatic"; name: string | null };

/** One event of a story in its place. */
export type StoryLine = {
  event: MemberEvent;
  /** How many shown events led to it, one by another. */
  depth: number;
  /** Who raised it while handling its cause, and how long after that was stored; null when it is not known. */
  by: HandledInStory | null;
  /** A cause that is not shown: its id. */
  cause: string | null;
  /** The earlier event of the story whose change it takes back: a saga's compensation. */
  undoes: MemberEvent | null;
  /** Who else handled it: what raised a shown event stands there. */
  handled: HandledInStory[];
  actor: StoryActor | null;
  hops: StoryHops;
};

/**
 * How long each hop took, in milliseconds: from the cause's event to this one (through a policy, or straight), and from being
 * stored to being recorded on each topic. Null where there is no such hop, or not yet.
 */
export type StoryHops = { after: number | null; internal: number | null; external: number | null };

/**
 * The events of one story as a tree: each below what caused it with all that it brought about, oldest first among those of one
 * cause.
 */
export function tellStory(events: MemberEvent[], handled: readonly HandledInStory[] = []): StoryLine[] {
  // An event id begins with its time, so that its order is that of what happened.
  const told = [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map(told.map((event) => [event.id, event]));
  // A cause comes before its effect; what claims otherwise stands at the margin.
  const causeOf = ({ id, causationId }: MemberEvent) =>
    causationId !== null && causationId < id ? byId.get(causationId) : undefined;
  const lines: StoryLine[] = [];
  const tell = (event: MemberEvent, depth: number) => {
    const cause = causeOf(event);
    lines.push({
      event,
      depth,
      by: handled.find(({ raised }) => raised.includes(event.id)) ?? null,
      cause: event.causationId === null || cause !== undefined ? null : event.causationId,
      undoes: told.filter(({ id }) => id < event.id).findLast((earlier) => takesBack(event, earlier)) ?? null,
      handled: handled.filter(({ eventId, raised }) => eventId === event.id && raised.length === 0),
      actor: actorOf(event),
      hops: hopsOf(event, cause),
    });
    for (const effect of told) if (causeOf(effect)?.id === event.id) tell(effect, depth + 1);
  };
  for (const event of told) if (causeOf(event) === undefined) tell(event, 0);
  return lines;
}

function hopsOf({ occurredAt, storedAt, internal, external }: MemberEvent, cause: MemberEvent | undefined): StoryHops {
  const until = (at: string | null) => (at === null ? null : lagMs(storedAt, at));
  return {
    after: cause === undefined ? null : lagMs(cause.occurredAt, occurredAt),
    internal: until(internal.publishedAt),
    external: until(external.publishedAt),
  };
}

/** How long after one moment another was, in milliseconds; clocks of two machines may differ a little. */
export function lagMs(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from));
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
