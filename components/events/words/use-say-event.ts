"use client";

import { useCallback } from "react";
import { usePreferences } from "#components/preferences/preferences-provider";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { eventSentence, type SentencePart } from "#server/vocabulary/sentence/event-sentence";
import { plainValue } from "#server/vocabulary/sentence/plain-value";
import { useCatalog } from "./use-catalog.ts";
import { useSayValue } from "./use-say-value.ts";
import { shortWord, whereTexts } from "./where-text.ts";

/** An event's sentence, and of where it happened what the sentence does not say already. */
export type EventWords = { parts: SentencePart[]; where: string[] };

/** Says events; the same function while the words are the same. A list asks once for all its rows: each asking follows the catalog. */
export function useSayEvent(): (event: MemberEvent) => EventWords {
  const { locale } = usePreferences();
  const say = useSayValue();
  const catalog = useCatalog();
  return useCallback(
    (event) => {
      const parts = eventSentence(event, catalog.get(event.action), locale, say);
      const sentence = parts.map(({ text }) => text).join("");
      return {
        parts,
        where: whereTexts(event.context)
          .filter((word) => !sentence.includes(word))
          .map((word) => plainValue(shortWord(say(word)))),
      };
    },
    [catalog, locale, say],
  );
}
