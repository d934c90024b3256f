"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { Time } from "#components/ui/time/time";
import { useSayWatch } from "../events/watches/use-say-watch.ts";

const EVERY_MS = 30_000;

/** Watches that found something nobody has seen, or that could not be looked at; nothing when there are none. */
export function WatchFindsPanel() {
  const t = useTranslations("watches");
  const say = useSayWatch();
  const trpc = useTRPC();
  const { data } = useQuery({ ...trpc.watches.list.queryOptions({}), refetchInterval: EVERY_MS });
  const calling = data?.watches.filter(({ unseen, failing }) => unseen > 0 || failing !== null) ?? [];
  if (calling.length === 0) return null;
  return (
    <Panel title={t("home")}>
      <ul>
        {calling.map((watch) => (
          <li key={watch.id} className="border-t border-line">
            <PageLink
              href={`/events/watches?watch=${watch.id}`}
              className="flex min-h-10 items-center gap-3 px-4 py-1.5 hover:bg-raised focus-visible:bg-accent-soft focus-visible:-outline-offset-2"
            >
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">
                  <GivenText text={watch.view.name} />
                </span>
                <span className="block text-meta text-ink-faint">{say(watch)}</span>
                {watch.failing !== null && (
                  <span className="flex items-start gap-1.5 text-meta text-failed">
                    <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
                    <span>
                      {t.rich("failing", { time: () => <Time iso={watch.failing?.since ?? ""} exact /> })}{" "}
                      {t(`why.${watch.failing.why}`)}
                    </span>
                  </span>
                )}
              </span>
              {watch.unseen > 0 && (
                <span className="shrink-0 rounded-full bg-missed-soft px-2 py-0.5 text-meta font-medium text-missed">
                  {t("unseen", { count: watch.unseen })}
                </span>
              )}
            </PageLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
