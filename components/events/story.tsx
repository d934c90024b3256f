"use client";

import { CornerDownRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/family-icon";
import { Sentence } from "#components/events/sentence";
import { PrivateLink } from "#components/ui/private-link";
import { TimeOfDay } from "#components/ui/time";
import type { EventDossier, MemberEvent } from "#server/vocabulary/member-event";

/** The events that belong together, oldest first; one that another caused stands under it. */
export function Story({ dossier: { event, story } }: { dossier: EventDossier }) {
  const t = useTranslations("dossier");
  const all = [...story, event].sort((a, b) => (a.id < b.id ? -1 : 1));
  return (
    <ol className="grid gap-1">
      {all.map((part) => (
        <li
          key={part.id}
          aria-current={part.id === event.id ? "true" : undefined}
          className="flex items-center gap-2 rounded-md px-2 py-1.5 aria-[current]:bg-accent-soft"
        >
          {isCaused(part, all) && (
            <CornerDownRight aria-label={t("caused")} className="ml-3 size-3.5 shrink-0 text-ink-faint" />
          )}
          <FamilyIcon family={part.family} />
          <span className="min-w-0 flex-1">
            {part.id === event.id ? (
              <Sentence event={part} />
            ) : (
              <PrivateLink href={`/events/${part.id}`} className="hover:underline">
                <Sentence event={part} />
              </PrivateLink>
            )}
          </span>
          <span className="text-meta text-ink-faint">
            <TimeOfDay iso={part.occurredAt} />
          </span>
        </li>
      ))}
    </ol>
  );
}

function isCaused(event: MemberEvent, all: MemberEvent[]): boolean {
  return event.causationId !== null && all.some((other) => other.id === event.causationId);
}
