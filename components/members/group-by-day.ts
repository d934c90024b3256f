import type { MemberEvent } from "#server/vocabulary/member-event";
import type { Zone } from "#server/vocabulary/time/time-zone";
import { timeParts } from "../ui/time/time-text.ts";

export type Day = { date: string; events: MemberEvent[] };

/** Events in their given order, cut where the calendar day in the zone changes. */
export function groupByDay(events: MemberEvent[], zone: Zone): Day[] {
  const days: Day[] = [];
  for (const event of events) {
    const { date } = timeParts(event.occurredAt, zone);
    const last = days.at(-1);
    if (last?.date === date) last.events.push(event);
    else days.push({ date, events: [event] });
  }
  return days;
}
