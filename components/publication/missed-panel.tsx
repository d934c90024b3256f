"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleCheck, Clock } from "lucide-react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { Time } from "#components/ui/time/time";
import { Tone } from "#components/ui/tone";
import type { MissedEvent } from "#server/vocabulary/publication-status";

const EVERY_MS = 10_000;

/** Where the figure "missed" leads to. */
export const MISSED = "missed";

/** What the detector found in the last hour and whether it is repaired, each opening its event. */
export function MissedPanel() {
  const t = useTranslations("missedList");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.publication.missed.queryOptions({}, { refetchInterval: EVERY_MS }));
  if (data === undefined || data.events.length === 0) return null;
  return (
    <div id={MISSED} className="min-w-0 scroll-mt-16">
      <Panel title={t("title")} aside={t("hint")}>
        <ul className="max-h-96 overflow-y-auto">
          {data.events.map((event) => (
            <MissedLine key={`${event.eventId} ${event.layer}`} event={event} />
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function MissedLine({ event }: { event: MissedEvent }) {
  const t = useTranslations("missedList");
  const { eventId, layer, action, storedAt, foundAt, tries, error, recordedAt } = event;
  const time = (iso: string) => () => <Time iso={iso} exact />;
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-t border-line px-4 py-2 sm:grid-cols-[1fr_auto]">
      <p className="min-w-0">
        <PageLink href={`/events/${eventId}`} className="font-mono text-meta text-accent hover:underline">
          {action}
        </PageLink>{" "}
        <span className="text-meta text-ink-faint">{t(`layers.${layer}`)}</span>
      </p>
      <p className="text-meta sm:text-right">
        {recordedAt === null ? (
          <Tone tone="missed" icon={Clock}>
            {t("open", { tries })}
          </Tone>
        ) : (
          <Tone tone="published" icon={CircleCheck}>
            {t.rich("repaired", { at: time(recordedAt) })}
          </Tone>
        )}
      </p>
      <p className="text-meta text-ink-faint sm:col-span-2">
        {t.rich("when", { stored: time(storedAt), found: time(foundAt) })}
        {error !== null && (
          <span className="ml-2 font-mono break-words">
            <GivenText text={error} />
          </span>
        )}
      </p>
    </li>
  );
}
