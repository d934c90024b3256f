"use client";

import { CornerDownRight, CornerUpRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { EventIcon } from "#components/events/words/event-icon";
import { EventPublicationMark } from "#components/events/words/publication-mark";
import { Sentence, SentenceParts } from "#components/events/words/sentence";
import { MemberName } from "#components/member-link";
import { MemberTag } from "#components/members/beside-members";
import { TimeOfDay } from "#components/ui/time/time";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { useOpenEvent } from "../events/dossier/use-open-event.ts";
import { useSayEvent } from "../events/words/use-say-event.ts";
import type { ChosenEvents } from "./use-chosen-events.ts";

type Props = {
  event: MemberEvent;
  cause: MemberEvent | undefined;
  /** What it brought about in the histories of other members. */
  effects: readonly MemberEvent[];
  /** The member's place among several side by side; null where there is one. */
  lane: number | null;
  chosen: ChosenEvents;
};

/** One event as one line: when, what in a sentence, with what and where; why, and whom else it concerns; publication where it is not as usual. */
export function TimelineRow({ event, cause, effects, lane, chosen }: Props) {
  const t = useTranslations("timeline");
  const { linkTo } = useOpenEvent();
  const { parts, where } = useSayEvent()(event);
  return (
    <li className="group/row flex items-start border-t border-line first:border-t-0 hover:bg-raised">
      <label className="flex h-(--row) w-9 shrink-0 cursor-pointer items-center justify-center pl-2 max-sm:w-8">
        <input
          type="checkbox"
          checked={chosen.has(event.id)}
          onChange={() => chosen.toggle(event.id)}
          aria-label={t("choose")}
          className="size-3.5 accent-accent opacity-35 group-hover/row:opacity-100 checked:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-70"
        />
      </label>
      <a
        data-row
        data-event={event.id}
        {...linkTo(event.id)}
        className="grid min-h-(--row) min-w-0 flex-1 grid-cols-[auto_1fr_auto] items-center gap-x-3 py-1 pr-3 focus-visible:bg-accent-soft focus-visible:-outline-offset-2 sm:grid-cols-[3.75rem_auto_1fr_auto] sm:pr-4"
      >
        <span className="hidden text-meta text-ink-faint sm:block">
          <TimeOfDay iso={event.occurredAt} />
        </span>
        <EventIcon event={event} />
        <span className="min-w-0 wrap-anywhere">
          <span className="sm:flex sm:items-baseline sm:gap-x-2">
            {lane !== null && <MemberTag memberId={event.memberId} lane={lane} />}
            <span className="min-w-0">
              <SentenceParts parts={parts} />
            </span>
            <span className="block min-w-0 text-meta text-ink-faint sm:min-w-24 sm:flex-1 sm:truncate">
              <span className="sm:hidden">
                <TimeOfDay iso={event.occurredAt} />
                {where.length > 0 && " · "}
              </span>
              {where.join(" · ")}
            </span>
          </span>
          {event.causationId !== null && <Because cause={cause} memberId={event.memberId} />}
          {effects.map((effect) => (
            <Effect key={effect.id} event={effect} />
          ))}
        </span>
        <span className="text-meta">
          <Publication event={event} />
        </span>
      </a>
    </li>
  );
}

/** What is as it should be is a quiet mark; what is not is a word. */
function Publication({ event }: { event: MemberEvent }) {
  const isUsual = [event.internal, event.external].every(
    ({ state }) => state === "published" || state === "not for publication",
  );
  if (!isUsual) return <EventPublicationMark event={event} />;
  return (
    <span className="opacity-45">
      <EventPublicationMark event={event} wordless />
    </span>
  );
}

function Because({ cause, memberId }: { cause: MemberEvent | undefined; memberId: string }) {
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
            {cause.memberId !== memberId && <Whose event={cause} />}
          </>
        )}
      </span>
    </span>
  );
}

function Effect({ event }: { event: MemberEvent }) {
  const t = useTranslations("timeline");
  return (
    <span className="flex items-start gap-1 text-meta text-ink-soft">
      <CornerUpRight aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span>
        {t("brought")} <Sentence event={event} />
        <Whose event={event} />
      </span>
    </span>
  );
}

function Whose({ event: { memberId } }: { event: MemberEvent }) {
  return (
    <>
      {" · "}
      <strong className="font-medium text-ink">
        <MemberName memberId={memberId} />
      </strong>
    </>
  );
}
