import type { CatalogAction, MemberEvent } from "#server/vocabulary/member-event";
import type { Locale, Zone } from "../preferences/preferences.ts";
import { timeParts, zoneName } from "../ui/time-text.ts";
import { eventSentence, type SayValue, sentenceText } from "./event-sentence.ts";
import { whereTexts } from "./where-text.ts";

/** One event as lines for a ticket: what, when with its zone, where, whose, and the link. Personal values stay masked. */
export function ticketText(given: {
  event: MemberEvent;
  action: CatalogAction | undefined;
  locale: Locale;
  zone: Zone;
  link: string;
  say: SayValue;
}): string {
  const { event, action, locale, zone, link, say } = given;
  const { date, time } = timeParts(event.occurredAt, zone);
  const where = whereTexts(event.context).join(" · ");
  const lines = [
    sentenceText(eventSentence(event, action, locale, say)),
    `${date} ${time} ${zoneName(zone)}${where === "" ? "" : ` · ${where}`}`,
    `${event.memberId} · ${event.action} · ${event.id}`,
    link,
  ];
  return lines.join("\n");
}
