"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Count } from "#components/ui/count";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";

const EVERY_MS = 60_000;

/** Promoted values that SNS could not filter on; nothing to see while there are none. */
export function LeftOutPanel() {
  const t = useTranslations("leftOut");
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.publication.leftOut.queryOptions({}, { refetchInterval: EVERY_MS }));
  if (data.length === 0) return null;
  return (
    <Panel title={t("title")} aside={t("hint")}>
      <ul>
        {data.map(({ action, name, why, count, lastEventId }) => (
          <li
            key={`${action} ${name} ${why}`}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-2.5"
          >
            <span className="min-w-0">
              <span className="font-mono text-meta break-all">
                {action} · {name}
              </span>
              <span className="block text-meta text-ink-soft">{t(`why.${why}`)}</span>
            </span>
            <span className="inline-flex items-baseline gap-3">
              <Count value={count} />
              <PageLink href={`/events/${lastEventId}`} className="text-meta text-accent hover:underline">
                {t("last")}
              </PageLink>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
