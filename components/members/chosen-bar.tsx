"use client";

import { useRef } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Kbd } from "#components/ui/keys/kbd";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { ticketText } from "../events/words/ticket-text.ts";
import { useCatalog } from "../events/words/use-catalog.ts";
import { useSayValue } from "../events/words/use-say-value.ts";
import { useShortcuts } from "../ui/keys/use-shortcuts.ts";
import type { ChosenEvents } from "./use-chosen-events.ts";

type Props = { chosen: ChosenEvents; events: readonly MemberEvent[]; known: ReadonlyMap<string, MemberEvent> };

/** What can be done with the chosen events: their text for a ticket, oldest first, as one tells it. */
export function ChosenBar({ chosen, events, known }: Props) {
  const t = useTranslations("timeline");
  const { locale, zone } = usePreferences();
  const catalog = useCatalog();
  const say = useSayValue();
  const copy = useRef<HTMLSpanElement>(null);
  // Far from the row that was chosen last, for whoever goes by the Tab key.
  useShortcuts(chosen.count === 0 ? {} : { c: () => copy.current?.querySelector("button")?.click() });
  if (chosen.count === 0) return null;
  const text = () =>
    events
      .filter(({ id }) => chosen.has(id))
      .toReversed()
      .map((event) => {
        const cause = known.get(event.causationId ?? "");
        return ticketText({
          ...{ event, catalog, locale, zone, say, link: `${location.origin}/events/${event.id}` },
          ...(cause !== undefined && { cause: { word: t("becauseOf"), event: cause } }),
        });
      })
      .join("\n\n");
  return (
    <div
      data-chosen
      className="sticky bottom-0 z-10 flex flex-wrap items-center gap-2 border-t border-line bg-surface px-4 py-2"
    >
      <p role="status" className="font-medium">
        {t("chosen", { count: chosen.count })}
      </p>
      <span ref={copy}>
        <CopyButton words quiet={false} label={t("copyChosen")} text={text} />
      </span>
      <Kbd>c</Kbd>
      <Button look="ghost" size="small" onClick={chosen.clear}>
        {t("chooseNone")}
      </Button>
    </div>
  );
}
