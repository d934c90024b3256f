"use client";

import { useQuery } from "@tanstack/react-query";
import { UserRoundX } from "lucide-react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { Erasure } from "#server/vocabulary/oversight/erasure";

/** Who has asked for which member to be erased, and what came of it. */
export function ErasuresPage() {
  const t = useTranslations("erasure.list");
  const all = useTranslations("erasure");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(trpc.erasures.list.queryOptions({}));
  return (
    <Panel title={t("title")}>
      <p className="-mt-1 px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
      {data === undefined && error === null && <RowsLoading label={all("loading")} tall />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data?.erasures.length === 0 && <EmptyState icon={UserRoundX} title={t("empty")} hint={t("emptyHint")} />}
      <ul>
        {data?.erasures.map((one) => (
          <li
            key={one.requestId}
            className="grid gap-x-4 gap-y-0.5 border-t border-line px-4 py-2.5 sm:grid-cols-[12rem_minmax(0,1fr)_14rem]"
          >
            <ErasureRow erasure={one} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function ErasureRow({ erasure }: { erasure: Erasure }) {
  const t = useTranslations("erasure");
  const { memberId, reason, caseNumber, requestedBy, requestedAt, closedAt } = erasure;
  return (
    <>
      <PageLink
        href={`/members/${encodeURIComponent(memberId)}?tab=erasure`}
        className="font-mono wrap-anywhere text-accent underline-offset-2 hover:underline"
      >
        <GivenText text={memberId} />
      </PageLink>
      <span className="min-w-0 wrap-anywhere">
        <GivenText text={reason} />
        <span className="block text-meta text-ink-soft">
          {t("asked", { name: requestedBy })} {t("caseOf", { caseNumber })} · <Time iso={requestedAt} exact />
        </span>
      </span>
      <span>
        <State erasure={erasure} />
        {closedAt !== null && (
          <span className="block text-meta text-ink-soft">
            <Time iso={closedAt} exact />
          </span>
        )}
      </span>
    </>
  );
}

function State({ erasure: { outcome, closedBy, held } }: { erasure: Erasure }) {
  const t = useTranslations("erasure.list");
  const name = closedBy ?? "";
  if (outcome !== null) return <span>{t(outcome, { name })}</span>;
  return <span className="font-medium text-missed">{held ? t("held") : t("open")}</span>;
}
