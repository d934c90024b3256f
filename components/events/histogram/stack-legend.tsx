"use client";

import { clsx } from "clsx";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Count } from "#components/ui/count";
import { GivenText } from "#components/ui/given-text";
import type { EventCounts, Stack, Stacking } from "#server/vocabulary/explore/histogram";
import { families } from "#server/vocabulary/member-event";
import { actionWords } from "#server/vocabulary/sentence/event-sentence";
import { useSayWord } from "../filters/use-say-condition.ts";
import { useCatalog } from "../words/use-catalog.ts";

export type Histogram = NonNullable<EventCounts["histogram"]>;

/** The family whose hue a stack has: its own, or of actions one each in their order. Without one it is grey. */
export function hueOf(stack: Stack, at: number, by: Stacking): string | undefined {
  if (stack.key === null) return undefined;
  return by === "family" ? stack.key : families[at];
}

/** What a stack is called. */
export function useSayStack(by: Stacking): (stack: Stack) => string {
  const t = useTranslations("histogram");
  const { locale } = usePreferences();
  const sayWord = useSayWord();
  const catalog = useCatalog();
  return ({ key }) => {
    if (key === null) return t("rest");
    if (by === "family") return sayWord(key);
    const action = catalog.get(key);
    return action === undefined ? key : actionWords(action, locale);
  };
}

/** Which colour is what, and how many of it. */
export function StackLegend({ histogram, by }: { histogram: Histogram; by: Stacking }) {
  const say = useSayStack(by);
  return (
    <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-meta text-ink-soft">
      {histogram.stacks.map((stack, at) => (
        <li key={stack.key} className="inline-flex items-center gap-1.5">
          <Swatch hue={hueOf(stack, at, by)} />
          <GivenText text={say(stack)} /> <Count value={stack.counts.reduce((sum, n) => sum + n, 0)} />
        </li>
      ))}
    </ul>
  );
}

function Swatch({ hue }: { hue: string | undefined }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 10 10"
      data-family={hue}
      className={clsx("size-2.5 bg-transparent!", hue === undefined ? "fill-ink-faint" : "fill-current")}
    >
      <rect width="10" height="10" rx="2" />
    </svg>
  );
}
