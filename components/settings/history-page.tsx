"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { SettingChange } from "#server/vocabulary/staff/settings";

/** Who changed which account, token or threshold, from what to what, and why. */
export function HistoryPage() {
  const t = useTranslations("settings.history");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    trpc.settings.history.infiniteQueryOptions({}, { getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined }),
  );
  const changes = data?.pages.flatMap((page) => page.changes) ?? [];
  return (
    <Panel title={t("title")}>
      <p className="px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
      {data === undefined && error === null && <RowsLoading label={all("loading")} tall />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data !== undefined && changes.length === 0 && (
        <EmptyState icon={History} title={t("empty")} hint={t("emptyHint")} />
      )}
      <ul>
        {changes.map((change) => (
          <li
            key={change.id}
            className="grid gap-x-4 border-t border-line px-4 py-2.5 sm:grid-cols-[11rem_12rem_minmax(0,1fr)]"
          >
            <span className="text-ink-soft">
              <Time iso={change.at} exact />
            </span>
            <span className="wrap-anywhere">{change.login}</span>
            <ChangeText change={change} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button disabled={isFetching} onClick={() => fetchNextPage()}>
            {t("more")}
          </Button>
        </div>
      )}
    </Panel>
  );
}

const words = [
  ...(["created", "asked", "approved", "revoked", "role", "disabled", "enabled", "password"] as const),
  ...(["sessions-ended", "unlocked", "value", "end"] as const),
];

const thresholds = [
  ...(["session-idle-minutes", "session-hours", "sessions-per-person", "proof-minutes"] as const),
  ...(["keep-sessions-days", "keep-browsers-days", "keep-tries-days", "keep-erased-devices"] as const),
  "approval-limit",
] as const;

function ChangeText({ change }: { change: SettingChange }) {
  const t = useTranslations("settings.history");
  const names = useTranslations("settings.thresholds.names");
  const { subject, name, what, before, after, reason } = change;
  const word = words.find((one) => one === what);
  const threshold = subject === "threshold" ? thresholds.find((one) => one === name) : undefined;
  return (
    <span className="min-w-0 wrap-anywhere">
      {t(`subjects.${subject}`)}: {threshold === undefined ? <GivenText text={name} /> : names(threshold)} ·{" "}
      {word === undefined ? what : t(`whats.${word}`)}{" "}
      {before !== null && after !== null ? t("from", { before, after }) : after !== null && `(${after})`}
      {reason !== null && (
        <span className="block text-meta text-ink-soft">
          {t("why")}: <GivenText text={reason} />
        </span>
      )}
    </span>
  );
}
