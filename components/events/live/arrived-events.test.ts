import { expect, test } from "vitest";
import type { EventPage, LayerPublication, MemberEvent } from "../../../server/vocabulary/member-event.ts";
import { type EventList, NOTHING_WAITS, withArrived, withStates, withWaiting } from "./arrived-events.ts";

const layer: LayerPublication = { state: "waiting", publishedAt: null, tries: null, nextAt: null, lastError: null };

function event(id: string, published = false): MemberEvent {
  return {
    ...{ id, memberId: "m-1", action: "thing.changed", family: "profile", version: 1, imported: false, changed: [] },
    ...{ occurredAt: "", storedAt: "", attributes: {}, context: {}, correlationId: null, causationId: null },
    ...{ published, publishedAt: null, internal: layer, external: layer },
  };
}

const page = (ids: string, nextCursor: string | null = null): EventPage => ({
  ...{ events: [...ids].map((id) => event(id)), nextCursor, partial: false, asOf: "then" },
});
const list = (...pages: EventPage[]): EventList => ({ pages, pageParams: pages.map(() => undefined) });
const arrived = (ids: string, { continues = true, cursor = null as string | null } = {}) => ({
  ...{ ...page(ids, cursor), asOf: "now", continues },
});
const idsOf = ({ pages }: EventList) => pages.map(({ events }) => events.map(({ id }) => id).join("")).join("|");
const listed = (ids: string) => new Set(ids);

test("what comes waits newest first, each once, and what stands in the list does not wait", () => {
  const one = withArrived(NOTHING_WAITS, arrived("65"), listed("4321"));
  const two = withArrived(one, arrived("764"), listed("4321"));
  expect(two.events.map(({ id }) => id).join("")).toBe("765");
  expect(two.continues).toBe(true);
});

test("shown, it stands where its time puts it, and older ones go on to be loaded from where they were", () => {
  const waiting = withArrived(NOTHING_WAITS, arrived("973"), listed("86421"));
  const shown = withWaiting(list(page("864"), page("21", "1")), waiting, "now");
  expect(idsOf(shown)).toBe("98764321");
  expect(shown.pages[0]).toMatchObject({ nextCursor: "1", asOf: "now" });
});

test("more than a look shows replaces the list, also when some waited before, and goes on below itself", () => {
  const before = withArrived(NOTHING_WAITS, arrived("5"), listed("4321"));
  const flood = withArrived(before, arrived("98", { continues: false, cursor: "8" }), listed("4321"));
  expect(flood.continues).toBe(false);
  expect(withArrived(flood, arrived("a"), listed("4321"))).toMatchObject({ continues: false, nextCursor: "8" });
  const shown = withWaiting(list(page("4321")), flood, "now");
  expect(idsOf(shown)).toBe("98");
  expect(shown.pages[0]?.nextCursor).toBe("8");
});

test("of more than 200 that wait the newest stay, and the list begins anew with them", () => {
  const ids = Array.from({ length: 201 }, (_, n) => String(n).padStart(4, "0"));
  const many = { ...arrived(""), events: ids.map((id) => event(id)) };
  const waiting = withArrived(NOTHING_WAITS, many, listed(""));
  expect(waiting).toMatchObject({ continues: false, nextCursor: "0001" });
  expect(waiting.events).toHaveLength(200);
});

test("a list that is followed for hours keeps a thousand rows, and older ones are loaded again", () => {
  const ids = Array.from({ length: 1000 }, (_, n) => String(1999 - n));
  const long = list({ ...page("", "0"), events: ids.map((id) => event(id)) });
  const shown = withWaiting(long, withArrived(NOTHING_WAITS, arrived("9"), listed("")), "now");
  expect(shown.pages[0]?.events).toHaveLength(1000);
  expect(shown.pages[0]?.nextCursor).toBe("1001");
});

test("a newer state is shown in its row, and no row moves", () => {
  const shown = withStates(list(page("43"), page("21")), [event("2", true), event("9", true)]);
  expect(idsOf(shown)).toBe("43|21");
  expect(shown.pages[1]?.events[0]?.published).toBe(true);
});
