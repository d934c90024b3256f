"use client";

import { usePreferences } from "#components/preferences/preferences-provider";
import { GivenText } from "#components/ui/given-text";
import { Masked } from "#components/ui/masked";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { eventSentence, type SentencePart } from "#server/vocabulary/sentence/event-sentence";
import { useCatalog } from "./use-catalog.ts";
import { useSayValue } from "./use-say-value.ts";

/** What happened, in one plain sentence. */
export function Sentence({ event }: { event: Pick<MemberEvent, "action" | "attributes" | "context"> }) {
  const { locale } = usePreferences();
  return <SentenceParts parts={eventSentence(event, useCatalog().get(event.action), locale, useSayValue())} />;
}

/** A sentence whose parts are known: values stand out a little, masked ones are hatched. */
export function SentenceParts({ parts }: { parts: SentencePart[] }) {
  return (
    <>
      {parts.map((part, index) => {
        const key = `${index}`;
        if (part.masked) return <Masked key={key} value={part.text} />;
        return part.value ? (
          <span key={key} className="font-medium in-[h1]:font-semibold in-[h2]:font-semibold">
            <GivenText text={part.text} />
          </span>
        ) : (
          part.text
        );
      })}
    </>
  );
}
