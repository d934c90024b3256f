import type { InfiniteData } from "@tanstack/react-query";
import type { ArrivedEvents } from "#server/vocabulary/explore/event-tail";
import type { EventPage, MemberEvent } from "#server/vocabulary/member-event";

/** A list that is followed for hours keeps so many rows; older ones are loaded again when somebody comes to them. */
const MOST_ROWS = 1_000;
/** So many wait to be shown; of more the newest are kept, and the list begins anew with them. */
const MOST_WAITING = 200;

/** A list of events as it is kept, page by page. */
export type EventList = InfiniteData<EventPage, string | undefined>;

/** What came and is not shown yet, newest first. `continues` is false where events lie between it and the list that are in neither. */
export type Waiting = { events: MemberEvent[]; nextCursor: string | null; continues: boolean };

export const NOTHING_WAITS: Waiting = { events: [], nextCursor: null, continues: true };

/** What waits once more has come: events of the list only bring their state, and stay where they are. */
export function withArrived(waiting: Waiting, arrived: ArrivedEvents, listed: ReadonlySet<string>): Waiting {
  const fresh = arrived.continues ? arrived.events.filter(({ id }) => !listed.has(id)) : arrived.events;
  const events = newestFirst(arrived.continues ? [...waiting.events, ...fresh] : fresh);
  const isOver = events.length > MOST_WAITING;
  const kept = events.slice(0, MOST_WAITING);
  return {
    events: kept,
    nextCursor: isOver ? (kept.at(-1)?.id ?? null) : arrived.continues ? waiting.nextCursor : arrived.nextCursor,
    continues: waiting.continues && arrived.continues && !isOver,
  };
}

/** The list with the newer state of the events that stand in it. Nothing moves. */
export function withStates(list: EventList, events: readonly MemberEvent[]): EventList {
  const now = new Map(events.map((event) => [event.id, event]));
  const pages = list.pages.map((page) =>
    page.events.some(({ id }) => now.has(id))
      ? { ...page, events: page.events.map((event) => now.get(event.id) ?? event) }
      : page,
  );
  return { ...list, pages };
}

/** The list with what waited: on top, and late ones where their time puts them; or anew where it does not continue the list. */
export function withWaiting(list: EventList, waiting: Waiting, asOf: string): EventList {
  const last = list.pages.at(-1);
  const before = waiting.continues ? list.pages.flatMap(({ events }) => events) : [];
  const below = waiting.continues ? (last?.nextCursor ?? null) : waiting.nextCursor;
  const events = newestFirst([...before, ...waiting.events]);
  const kept = events.slice(0, MOST_ROWS);
  const page: EventPage = {
    events: kept,
    nextCursor: kept.length < events.length ? (kept.at(-1)?.id ?? null) : below,
    partial: waiting.continues && kept.length === events.length && last?.partial === true,
    asOf,
  };
  return { pages: [page], pageParams: [undefined] };
}

/** Each event once, as it was given last. */
function newestFirst(events: readonly MemberEvent[]): MemberEvent[] {
  const each = [...new Map(events.map((event) => [event.id, event])).values()];
  return each.sort((one, other) => (one.id < other.id ? 1 : -1));
}
