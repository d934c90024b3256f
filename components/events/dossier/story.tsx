"use client";

import { CornerDownRight, Headset, type LucideIcon, ServerCog, Undo2, UserRound, Workflow } from "lucide-react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { Sentence } from "#components/events/words/sentence";
import { useMay } from "#components/me-provider";
import { MemberName } from "#components/member-link";
import { usePreferences } from "#components/preferences/preferences-provider";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Span } from "#components/ui/time/span";
import { DayOf, TimeOfDay } from "#components/ui/time/time";
import type { EventDossier, HandledInStory, MemberEvent } from "#server/vocabulary/member-event";
import { hitHref } from "../../look-up/hit-href.ts";
import { timeParts } from "../../ui/time/time-text.ts";
import { useSayOutcome } from "../words/use-say-outcome.ts";
import { lagMs, type StoryActor, type StoryHops, type StoryLine, tellStory } from "./tell-story.ts";

/** Deeper effects stand no further in: a narrow screen has no room. */
const steps = ["", "ml-5", "ml-10", "ml-14", "ml-18"] as const;

/** The events that belong together as a tree: each below what caused it, who raised it after how long, and what has no room. */
export function Story({ dossier: { event, story, chain } }: { dossier: EventDossier }) {
  const t = useTranslations("dossier.chain");
  const { zone } = usePreferences();
  const lines = tellStory([...story, event], chain.handled);
  const dayOf = (line: StoryLine | undefined) => line && timeParts(line.event.occurredAt, zone).date;
  const lastsDays = new Set(lines.map(dayOf)).size > 1;
  return (
    <>
      <ol className="grid gap-1">
        {lines.map((line, at) => (
          <Line
            key={line.event.id}
            line={line}
            isThis={line.event.id === event.id}
            isOther={line.event.memberId !== event.memberId}
            isCauseUnknown={line.cause !== null && chain.unknownCauses.includes(line.cause)}
            startsDay={lastsDays && dayOf(line) !== dayOf(lines[at - 1])}
          />
        ))}
      </ol>
      {chain.leftOut > 0 && (
        <p className="px-2 text-meta text-missed">
          {t(chain.isFloor ? "leftOutFloor" : "leftOut", { count: chain.leftOut })}{" "}
          <StoryLink correlationId={event.correlationId} />
        </p>
      )}
      {chain.isHandledCut && <p className="px-2 text-meta text-missed">{t("handledCut")}</p>}
      <OtherStories event={event} />
    </>
  );
}

/** All events of the story, for whoever may search. */
function StoryLink({ correlationId }: { correlationId: string | null }) {
  const t = useTranslations("dossier.chain");
  const maySearch = useMay("event:search");
  if (!maySearch || correlationId === null) return null;
  return (
    <PageLink href={hitHref({ kind: "story", correlationId })} className="text-accent underline underline-offset-2">
      {t("all")}
    </PageLink>
  );
}

/** So long after an event its effects are looked for: what follows an event does so within minutes, or hours after an outage. */
const FOLLOWS_MS = 24 * 3_600_000;

/** That effects which were stored under another story do not stand here, and a search for them, for whoever may search. */
function OtherStories({ event: { id, occurredAt } }: { event: MemberEvent }) {
  const t = useTranslations("dossier.chain");
  const maySearch = useMay("event:search");
  if (!maySearch) return null;
  const to = new Date(Date.parse(occurredAt) + FOLLOWS_MS).toISOString();
  return (
    <p className="px-2 text-meta text-ink-faint">
      {t("otherStories")}{" "}
      <PageLink
        href={`/events?${new URLSearchParams({ causation: id, from: occurredAt, to })}`}
        className="text-accent underline underline-offset-2"
      >
        {t("searchEffects")}
      </PageLink>
    </p>
  );
}

type LineProps = { line: StoryLine; isThis: boolean; isOther: boolean; isCauseUnknown: boolean; startsDay: boolean };

function Line({ line, isThis, isOther, isCauseUnknown, startsDay }: LineProps) {
  const { event, depth, by, cause, undoes, handled, actor, hops } = line;
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
          <CornerDownRight
            aria-label={t("chain.level", { depth })}
            className="mt-1.5 size-3.5 shrink-0 text-ink-faint"
            role="img"
          />
        )}
        <FamilyIcon family={event.family} />
        <div className="min-w-0 flex-1 pt-0.5">
          {isThis ? (
            <Sentence event={event} />
          ) : (
            <PageLink href={`/events/${event.id}`} className="hover:underline">
              <Sentence event={event} />
            </PageLink>
          )}
          <span className="flex flex-wrap items-center gap-x-2 text-meta text-ink-faint">
            {actor !== null && <Actor actor={actor} />}
            {by !== null && <span>{t("chain.by", { handler: by.handler })}</span>}
            {isOther && <MemberName memberId={event.memberId} />}
            <Hops hops={hops} />
          </span>
          {cause !== null && <MissingCause cause={cause} isUnknown={isCauseUnknown} />}
          {handled.map((one) => (
            <Handled key={`${one.handler} ${one.delivery}`} handled={one} storedAt={event.storedAt} />
          ))}
          {undoes !== null && <Undone event={undoes} />}
        </div>
        <span className="pt-0.5 text-meta text-ink-faint">
          <TimeOfDay iso={event.occurredAt} />
        </span>
      </div>
    </li>
  );
}

/** That an event has a cause that does not stand here, and why. */
function MissingCause({ cause, isUnknown }: { cause: string; isUnknown: boolean }) {
  const t = useTranslations("dossier.chain");
  return (
    <span className="block text-meta text-missed">
      {t(isUnknown ? "causeUnknown" : "causeElsewhere")}{" "}
      {isUnknown ? (
        <span className="font-mono break-all">{cause}</span>
      ) : (
        <PageLink href={`/events/${cause}`} className="text-accent underline underline-offset-2">
          {t("openCause")}
        </PageLink>
      )}
    </span>
  );
}

/** Who handled an event without recording another, how long after it was stored, and what came of it. */
function Handled({
  handled: { handler, delivery, outcome, at },
  storedAt,
}: {
  handled: HandledInStory;
  storedAt: string;
}) {
  const t = useTranslations("dossier.chain");
  const sayOutcome = useSayOutcome();
  const took = { handler, time: () => <Span ms={lagMs(storedAt, at)} /> };
  return (
    <span className="block text-meta text-ink-faint">
      {t.rich(delivery === "live" ? "handled" : "handledAgain", took)} · <GivenText text={sayOutcome(outcome)} />
    </span>
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

/** The earlier event of the story whose change this one takes back. */
function Undone({ event }: { event: MemberEvent }) {
  const t = useTranslations("dossier");
  return (
    <span className="flex items-start gap-1 text-meta text-replayed">
      <Undo2 aria-hidden className="mt-0.5 size-3 shrink-0" />
      <span>
        {t("undoes")} <Sentence event={event} /> (<TimeOfDay iso={event.occurredAt} />)
      </span>
    </span>
  );
}
