"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon } from "lucide-react";
import { useEffect, useEffectEvent, useRef } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { Time } from "#components/ui/time/time";
import { Tone, type ToneName } from "#components/ui/tone";
import type { LetterAct, LetterActState } from "#server/vocabulary/dead-letter";

const WHILE_RUNNING_MS = 1_000;
const OTHERWISE_MS = 15_000;

const marks: Record<LetterActState, { tone: ToneName; icon: LucideIcon }> = {
  waiting: { tone: "waiting", icon: Clock },
  running: { tone: "replayed", icon: LoaderCircle },
  done: { tone: "published", icon: CircleCheck },
  failed: { tone: "failed", icon: CircleX },
};

/** What was ordered about the letters of a queue, how far it is, by whom and why; followed while it runs and the tab is seen. */
export function LetterActs({ queue, onEnd }: { queue: string; onEnd: () => void }) {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data } = useQuery(
    trpc.deadLetters.acts.queryOptions(
      { queue },
      {
        staleTime: 0,
        refetchInterval: ({ state }) => (state.data?.some(isOpen) ? WHILE_RUNNING_MS : OTHERWISE_MS),
      },
    ),
  );
  const acts = data ?? [];
  const lastEnd =
    acts
      .flatMap(({ finishedAt }) => finishedAt ?? [])
      .sort()
      .at(-1) ?? "";
  const ended = useEffectEvent(() => {
    void queryClient.invalidateQueries(trpc.deadLetters.queues.queryFilter());
    onEnd();
  });
  // What an act has changed is read anew at its end, also when it began and ended between two looks.
  const seenEnd = useRef<string | null>(null);
  const isKnown = data !== undefined;
  useEffect(() => {
    if (!isKnown) return;
    if (seenEnd.current !== null && seenEnd.current !== lastEnd) ended();
    seenEnd.current = lastEnd;
  }, [isKnown, lastEnd]);
  if (acts.length === 0) return null;
  return (
    <Panel title={t("acts")} aside={t("actsHint")}>
      <ul>
        {acts.map((act) => (
          <li key={act.id} className="grid gap-1 border-t border-line px-4 py-2.5">
            <Act act={act} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function isOpen({ state }: LetterAct): boolean {
  return state === "waiting" || state === "running";
}

function Act({ act }: { act: LetterAct }) {
  const t = useTranslations("deadLetters");
  const { act: kind, state, done, wanted, awaited, error, reason, requestedBy, requestedAt } = act;
  return (
    <>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="font-medium">
          {t(`${kind}Done`, { count: done })}
          {wanted !== null && isOpen(act) && <span className="text-ink-soft"> {t("ofWanted", { count: wanted })}</span>}
        </span>
        <Tone {...marks[state]} filled>
          {t(`actState.${state}`)}
        </Tone>
      </div>
      {isOpen(act) && wanted !== null && <Bar done={done} wanted={wanted} label={t("progress")} />}
      {awaited > 0 && (
        <p className="text-meta text-missed">{t(isOpen(act) ? "awaits" : "leftBehind", { count: awaited })}</p>
      )}
      {error !== null && <p className="text-meta text-failed">{error}</p>}
      <p className="text-meta text-ink-soft">
        “<GivenText text={reason} />”
      </p>
      <p className="text-meta text-ink-faint">
        {requestedBy} · <Time iso={requestedAt} exact />
      </p>
    </>
  );
}

function Bar({ done, wanted, label }: { done: number; wanted: number; label: string }) {
  const format = useFormatter();
  const share = Math.min(1, done / Math.max(1, wanted));
  return (
    <svg
      viewBox="0 0 1000 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${label}: ${format.number(share, { style: "percent" })}`}
      className="h-2 w-full overflow-hidden rounded-full bg-raised"
    >
      <rect width={share * 1000} height="10" className="fill-current text-replayed" />
    </svg>
  );
}
