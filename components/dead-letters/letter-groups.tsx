"use client";

import { ChevronDown } from "lucide-react";
import { useTranslations } from "use-intl";
import { RepublishEvents } from "#components/dead-letters/republish-events";
import { ResolveButtons } from "#components/dead-letters/resolve-buttons";
import { Count } from "#components/ui/count";
import { GivenText } from "#components/ui/given-text";
import { Time } from "#components/ui/time/time";
import { kindOfError } from "#server/vocabulary/choices/letter-kinds";
import type { DeadLetterPage, DeadLetterQueue, LetterGroup, LetterView } from "#server/vocabulary/dead-letter";

/** Letters by cause and action, the largest group first; a group opens to its letters. */
export function LetterGroups({ page, onOpen }: { page: DeadLetterPage; onOpen: (id: string) => void }) {
  const { groups, letters, queue } = page;
  return (
    <ul>
      {groups.map((group) => (
        <li key={`${group.cause} ${group.error} ${group.action}`} className="border-t border-line">
          <Group
            group={group}
            letters={letters.filter((letter) => isOf(group, letter))}
            queue={queue}
            isOnly={groups.length === 1}
            onOpen={onOpen}
          />
        </li>
      ))}
    </ul>
  );
}

function isOf(group: LetterGroup, { cause, error, action }: LetterView): boolean {
  return group.cause === cause && group.error === kindOfError(error) && group.action === action;
}

function Group(props: {
  group: LetterGroup;
  letters: LetterView[];
  queue: DeadLetterQueue;
  isOnly: boolean;
  onOpen: (id: string) => void;
}) {
  const { group, letters, queue, isOnly, onOpen } = props;
  const { cause, error, action, count, first, last } = group;
  const t = useTranslations("deadLetters");
  const selection = { kind: "group", cause, error, action } as const;
  return (
    <details open={isOnly} className="group">
      <summary className="grid cursor-pointer grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 hover:bg-raised">
        <span className="min-w-0">
          <span className="font-medium">{error ?? t(`cause.${cause}`)}</span>
          <span className="block text-meta text-ink-soft">{t(`causeHint.${cause}`)}</span>
        </span>
        <span className="inline-flex items-center justify-end gap-1.5 font-semibold">
          <Count value={count} />
          <ChevronDown aria-hidden className="size-4 text-ink-faint group-open:rotate-180" />
        </span>
        <span className="min-w-0 font-mono text-meta break-all text-ink-soft">{action ?? t("noAction")}</span>
        <span className="text-right text-meta text-ink-faint">
          <Time iso={first} exact />
          {first !== last && (
            <>
              {" – "}
              <Time iso={last} exact />
            </>
          )}
        </span>
      </summary>
      <div className="flex flex-wrap items-center gap-2 px-4 pb-2.5">
        <ResolveButtons queue={queue.subscriber} selection={selection} count={count} size="small" />
        <RepublishEvents queue={queue} letters={letters} />
      </div>
      <ul className="max-h-112 overflow-y-auto">
        {letters.map((letter) => (
          <li key={letter.id} className="border-t border-line">
            <button
              type="button"
              onClick={() => onOpen(letter.id)}
              className="flex w-full flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2 pl-8 text-left hover:bg-raised"
            >
              <span className="min-w-0 font-mono text-meta break-all text-accent">{letter.eventId ?? letter.id}</span>
              <span className="text-meta text-ink-faint">
                {letter.memberId !== null && (
                  <span className="mr-3 font-mono">
                    <GivenText text={letter.memberId} />
                  </span>
                )}
                <Time iso={letter.sentAt} exact />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
