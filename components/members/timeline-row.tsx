"use client";

import { CornerDownRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { EventPublicationMark } from "#components/events/words/publication-mark";
import { Sentence, SentenceParts } from "#components/events/words/sentence";
import { TimeOfDay } from "#components/ui/time/time";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { useOpenEvent } from "../events/dossier/use-open-event.ts";
import { useEventWords } from "../events/words/use-event-words.ts";

/** One event as one line: when, what in a sentence, with what and where, why, and where its publication stands. */
export function TimelineRow({ event, cause }: { event: MemberEvent; cause: MemberEvent | undefined }) {
  const { linkTo } = useOpenEvent();
  const { parts, where } = useEventWords(event);
  return (
    <li className="border-t border-line first:border-t-0">
      <a
        data-row
        {...linkTo(event.id)}
        className="grid grid-cols-[auto_1fr_auto] items-start gap-x-3 px-3 py-2 hover:bg-raised focus-visible:bg-accent-soft focus-visible:-outline-offset-2 sm:grid-cols-[4rem_auto_1fr_auto] sm:px-4 pointer-coarse:py-2.5"
      >
        <span className="hidden pt-0.5 text-meta text-ink-faint sm:block">
          <TimeOfDay iso={event.occurredAt} />
        </span>
        <FamilyIcon family={event.family} />
        <span className="min-w-0 pt-0.5 wrap-anywhere">
          <SentenceParts parts={parts} />
          {event.causationId !== null && <Because cause={cause} />}
          <span className="block text-meta text-ink-faint sm:truncate">
            <span className="sm:hidden">
              <TimeOfDay iso={event.occurredAt} />
              {where.length > 0 && " · "}
            </span>
            {where.join(" · ")}
          </span>
        </span>
        <span className="pt-0.5 text-meta">
          <span className="sm:hidden">
            <EventPublicationMark event={event} wordless />
          </span>
          <span className="max-sm:hidden">
            <EventPublicationMark event={event} />
          </span>
        </span>
      </a>
    </li>
  );
}

function Because({ cause }: { cause: MemberEvent | undefined }) {
  const t = useTranslations("timeline");
  return (
    <span className="flex items-start gap-1 text-meta text-ink-soft">
      <CornerDownRight aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span>
        {cause === undefined ? (
          t("becauseOfAnother")
        ) : (
          <>
            {t("becauseOf")} <Sentence event={cause} /> (<TimeOfDay iso={cause.occurredAt} />)
          </>
        )}
      </span>
    </span>
  );
}
