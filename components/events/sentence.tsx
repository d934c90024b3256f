"use client";

import { usePreferences } from "#components/preferences/preferences-provider";
import { Masked } from "#components/ui/masked";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { eventSentence } from "./event-sentence.ts";
import { useCatalog } from "./use-catalog.ts";
import { useSayValue } from "./use-say-value.ts";

/** What happened, in one plain sentence. */
export function Sentence({ event }: { event: Pick<MemberEvent, "action" | "attributes" | "context"> }) {
  const { locale } = usePreferences();
  const parts = eventSentence(event, useCatalog().get(event.action), locale, useSayValue());
  return (
    <>
      {parts.map((part, index) => {
        const key = `${index}`;
        if (part.masked) return <Masked key={key} value={part.text} />;
        return part.value ? (
          <span key={key} className="font-medium">
            {part.text}
          </span>
        ) : (
          part.text
        );
      })}
    </>
  );
}
