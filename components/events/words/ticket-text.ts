import { type CatalogAction, type MemberEvent, NO_MEMBER } from "#server/vocabulary/member-event";
import { eventSentence, type SayValue, sentenceText } from "#server/vocabulary/sentence/event-sentence";
import { plainValue } from "#server/vocabulary/sentence/plain-value";
import type { Zone } from "#server/vocabulary/time/time-zone";
import type { Locale } from "../../preferences/preferences.ts";
import { timeParts, zoneName } from "../../ui/time/time-text.ts";
import { whereTexts } from "./where-text.ts";

type Given = {
  event: MemberEvent;
  /** What caused it, where that is known, and the word that stands before it. */
  cause?: { word: string; event: MemberEvent };
  catalog: ReadonlyMap<string, CatalogAction>;
  locale: Locale;
  zone: Zone;
  link: string;
  say: SayValue;
};

/** One event as lines for a ticket: what, when with its zone, where, why, whose, and the link. Personal values stay masked. */
export function ticketText(given: Given): string {
  const { event, cause, link } = given;
  const because = cause && `${cause.word} ${sentenceOf(cause.event, given)} (${whenAndWhere(cause.event, given)})`;
  const lines = [
    sentenceOf(event, given),
    whenAndWhere(event, given),
    ...(because === undefined ? [] : [because]),
    [...(event.memberId === NO_MEMBER ? [] : [plainValue(event.memberId)]), event.action, event.id].join(" · "),
    link,
  ];
  return lines.join("\n");
}

function sentenceOf(event: MemberEvent, { catalog, locale, say }: Given): string {
  return sentenceText(eventSentence(event, catalog.get(event.action), locale, say));
}

function whenAndWhere({ occurredAt, context }: MemberEvent, { zone, say }: Given): string {
  const { date, time } = timeParts(occurredAt, zone);
  return [`${date} ${time} ${zoneName(zone)}`, ...whereTexts(context).map((word) => plainValue(say(word)))].join(" · ");
}
