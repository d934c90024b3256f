"use client";

import { useCallback } from "react";
import { useMessages } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import type { SayValue } from "#server/vocabulary/sentence/event-sentence";
import { MOMENT, wordOf } from "#server/vocabulary/sentence/word-of";
import { timeParts } from "../../ui/time/time-text.ts";

/** Words for the codes that member systems commonly use as values, and moments in the chosen zone; others stay as they are. */
export function useSayValue(): SayValue {
  const words: Record<string, string> = useMessages().values;
  const sayMoment = useSayMoment();
  return useCallback((value) => wordOf(words, value) ?? sayMoment(value), [words, sayMoment]);
}

/** Moments in the chosen zone; everything else stays as it is. */
export function useSayMoment(): SayValue {
  const { zone } = usePreferences();
  return useCallback(
    (value) => {
      if (!MOMENT.test(value)) return value;
      const { date, time } = timeParts(value, zone);
      return `${date} ${time}`;
    },
    [zone],
  );
}
