"use client";

import { useTranslations } from "use-intl";
import { Sentence } from "#components/events/words/sentence";
import { usePreferences } from "#components/preferences/preferences-provider";
import { CopyButton } from "#components/ui/copy-button";
import { Time } from "#components/ui/time/time";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { useOpenEvent } from "../events/dossier/use-open-event.ts";
import { ticketText } from "../events/words/ticket-text.ts";
import { useCatalog } from "../events/words/use-catalog.ts";
import { useSayEvent } from "../events/words/use-say-event.ts";
import { useSayValue } from "../events/words/use-say-value.ts";

type Props = { event: MemberEvent; cause?: MemberEvent | null /** Without where it happened. */; brief?: boolean };

/** The event that proves what stands before it: its sentence and when, opening the event; and its text for a ticket. */
export function ProofLine({ event, cause = null, brief = false }: Props) {
  const t = useTranslations("standing");
  const because = useTranslations("timeline")("becauseOf");
  const { linkTo } = useOpenEvent();
  const { locale, zone } = usePreferences();
  const catalog = useCatalog();
  const say = useSayValue();
  const { where } = useSayEvent()(event);
  const text = () =>
    ticketText({
      ...{ event, catalog, locale, zone, say, link: `${location.origin}/events/${event.id}` },
      ...(cause !== null && { cause: { word: because, event: cause } }),
    });
  return (
    <span className="group/proof inline-flex max-w-full items-start gap-0.5">
      <a {...linkTo(event.id)} className="min-w-0 py-0.5 wrap-anywhere hover:underline">
        <Sentence event={event} />
        <span className="text-meta text-ink-faint">
          {" · "}
          <Time iso={event.occurredAt} />
          {!brief && where.map((word) => ` · ${word}`)}
        </span>
      </a>
      <CopyButton label={t("copyForTicket")} text={text} />
    </span>
  );
}
