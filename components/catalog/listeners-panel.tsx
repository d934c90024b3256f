"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { usePreferences } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { ActionListener } from "#server/vocabulary/explore/catalog-page";

/** Who takes an action's events; whoever may not see subscribers is told so. */
export function ListenersPanel({ action }: { action: string }) {
  const t = useTranslations("catalogAction");
  const seesListeners = useMay("subscriber:see");
  return (
    <Panel title={t("listeners")} aside={seesListeners && t("listenersHint")}>
      {seesListeners ? (
        <Listeners action={action} />
      ) : (
        <p className="px-4 pb-3 text-ink-soft">{t("listenersNotAllowed")}</p>
      )}
    </Panel>
  );
}

function Listeners({ action }: { action: string }) {
  const t = useTranslations("catalogAction");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(trpc.subscribers.listeners.queryOptions({}));
  if (data === undefined && error === null) return <RowsLoading label={t("listenersLoading")} rows={3} />;
  if (data === undefined)
    return <FailedState what={t("listenersFailed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  const listening = data.listeners.filter(({ takes }) => takes[action] !== undefined);
  return (
    <>
      {listening.length === 0 && <p className="px-4 pb-2 text-ink-soft">{t("noListeners")}</p>}
      <ul>
        {listening.map((listener) => (
          <Listener key={listener.id} listener={listener} takes={listener.takes[action] ?? "some"} />
        ))}
      </ul>
      <p className="border-t border-line px-4 py-2 text-meta text-ink-faint">{t("recorder")}</p>
    </>
  );
}

function Listener({ listener, takes }: { listener: ActionListener; takes: "all" | "some" }) {
  const t = useTranslations("catalogAction");
  const subscribers = useTranslations("subscribers");
  const { locale } = usePreferences();
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-t border-line px-4 py-2">
      <div className="min-w-0">
        <PageLink
          href={`/subscribers/${listener.id}`}
          className="font-medium text-accent underline-offset-2 hover:underline"
        >
          {listener.id}
        </PageLink>
        <span className="block text-meta text-ink-soft">{listener.description[locale]}</span>
      </div>
      <div className="text-right text-meta">
        {t(`takes.${takes}`)}
        <span className="block text-ink-faint">{subscribers(`layers.${listener.layer}`)}</span>
      </div>
    </li>
  );
}
