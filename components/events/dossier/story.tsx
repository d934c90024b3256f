"use client";

import { CornerDownRight, Headset, type LucideIcon, ServerCog, Undo2, UserRound, Workflow } from "lucide-react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { Sentence } from "#components/events/words/sentence";
import { MemberName } from "#components/member-link";
import { usePreferences } from "#components/preferences/preferences-provider";
import { PrivateLink } from "#components/ui/private-link";
import { Span } from "#components/ui/time/span";
import { DayOf, TimeOfDay } from "#components/ui/time/time";
import type { EventDossier, MemberEvent } from "#server/vocabulary/member-event";
import { timeParts } from "../../ui/time/time-text.ts";
import { type StoryActor, type StoryHops, type StoryLine, tellStory } from "./tell-story.ts";

/** Deeper causes stand no further in: a narrow screen has no room. */
const steps = ["", "ml-5", "ml-10", "ml-14", "ml-18"] as const;

/** The events that belong together as one tale: oldest first, further in what another caused, and who acted. */
export function Story({ dossier: { event, story } }: { dossier: EventDossier }) {
  const { zone } = usePreferences();
  const lines = tellStory([...story, event]);
  const dayOf = (line: StoryLine | undefined) => line && timeParts(line.event.occurredAt, zone).date;
  const lastsDays = dayOf(lines[0]) !== dayOf(lines.at(-1));
  return (
    <ol className="grid gap-1">
      {lines.map((line, at) => (
        <Line
          key={line.event.id}
          line={line}
          isThis={line.event.id === event.id}
          isOther={line.event.memberId !== event.memberId}
          startsDay={lastsDays && dayOf(line) !== dayOf(lines[at - 1])}
        />
      ))}
    </ol>
  );
}

function Line(props: { line: StoryLine; isThis: boolean; isOther: boolean; startsDay: boolean }) {
  const { line, isThis, isOther, startsDay } = props;
  const { event, depth, cause, undoes, actor, hops } = line;
  const t = useTranslations("dossier");
  return (
    <li aria-current={isThis ? "true" : undefined} className="group">
      {startsDay && (
        <p className="px-2 pt-2 pb-1 text-meta font-medium text-ink-faint">
          <DayOf iso={event.occurredAt} />
        </p>
      )}
      <div
        className={`flex items-start gap-2 rounded-md px-2 py-1.5 group-aria-[current]:bg-accent-soft ${stepOf(depth)}`}
      >
        {depth > 0 && (
          <CornerDownRight aria-label={t("caused")} className="mt-1.5 size-3.5 shrink-0 text-ink-faint" role="img" />
        )}
        <FamilyIcon family={event.family} />
        <div className="min-w-0 flex-1 pt-0.5">
          {isThis ? (
            <Sentence event={event} />
          ) : (
            <PrivateLink href={`/events/${event.id}`} className="hover:underline">
              <Sentence event={event} />
            </PrivateLink>
          )}
          <span className="flex flex-wrap items-center gap-x-2 text-meta text-ink-faint">
            {actor !== null && <Actor actor={actor} />}
            {isOther && <MemberName memberId={event.memberId} />}
            <Hops hops={hops} />
          </span>
          {cause !== null && <Aside icon={CornerDownRight} words={t("becauseOf")} event={cause} />}
          {undoes !== null && <Aside icon={Undo2} words={t("undoes")} event={undoes} strong />}
        </div>
        <span className="pt-0.5 text-meta text-ink-faint">
          <TimeOfDay iso={event.occurredAt} />
        </span>
      </div>
    </li>
  );
}

/** How long each hop took: from the cause to this event, and to each topic. */
function Hops({ hops }: { hops: StoryHops }) {
  const t = useTranslations("dossier.hops");
  const took = (["after", "internal", "external"] as const).flatMap((hop) => {
    const ms = hops[hop];
    return ms === null ? [] : [{ hop, ms }];
  });
  return took.map(({ hop, ms }) => <span key={hop}>{t.rich(hop, { time: () => <Span ms={ms} /> })}</span>);
}

function stepOf(depth: number): string {
  return steps[depth] ?? steps[steps.length - 1] ?? "";
}

const actorIcons: Record<StoryActor["kind"], LucideIcon> = {
  member: UserRound,
  staff: Headset,
  system: ServerCog,
  automatic: Workflow,
};

/** Whose doing it was, as icon and word. */
function Actor({ actor: { kind, name } }: { actor: StoryActor }) {
  const t = useTranslations("dossier.actors");
  const Icon = actorIcons[kind];
  return (
    <span className="inline-flex items-center gap-1">
      <Icon aria-hidden className="size-3 shrink-0" />
      {t(kind)}
      {name !== null && ` (${name})`}
    </span>
  );
}

/** Another event of the story that this one points back to. */
function Aside(props: { icon: LucideIcon; words: string; event: MemberEvent; strong?: boolean }) {
  const { icon: Icon, words, event, strong = false } = props;
  return (
    <span className={`flex items-start gap-1 text-meta ${strong ? "text-replayed" : "text-ink-soft"}`}>
      <Icon aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span>
        {words} <Sentence event={event} /> (<TimeOfDay iso={event.occurredAt} />)
      </span>
    </span>
  );
}
