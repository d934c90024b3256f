"use client";

import { usePreferences } from "#components/preferences/preferences-provider";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { eventSentence, type SentencePart } from "#server/vocabulary/sentence/event-sentence";
import { plainValue } from "#server/vocabulary/sentence/plain-value";
import { useCatalog } from "./use-catalog.ts";
import { useSayValue } from "./use-say-value.ts";
import { shortWord, whereTexts } from "./where-text.ts";

/** An event's sentence, and of where it happened what the sentence does not say already. */
export function useEventWords(event: MemberEvent): { parts: SentencePart[]; where: string[] } {
  const { locale } = usePreferences();
  const say = useSayValue();
  const parts = eventSentence(event, useCatalog().get(event.action), locale, say);
  const sentence = parts.map(({ text }) => text).join("");
  return {
    parts,
    where: whereTexts(event.context)
      .filter((word) => !sentence.includes(word))
      .map((word) => plainValue(shortWord(say(word)))),
  };
}
