"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useState } from "react";
import { useMessages, useTranslations } from "use-intl";
import { MemberName } from "#components/member-link";
import { useMoment } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { FailedState } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { DayOf, Time } from "#components/ui/time/time";
import type { ViewerSummary } from "#server/vocabulary/access/viewer";
import { type AccessAsked, accessHref } from "./access-pages.ts";
import { actText } from "./act-text.ts";

const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const FIRST_NAMED = 12;

/** What one person looked at in a week, or in the period that was chosen: how often what, and whom. */
export function PersonPanel({ asked, login }: { asked: AccessAsked; login: string }) {
  const t = useTranslations("viewers");
  const trpc = useTRPC();
  // By whole minutes, so that the same question stays one while the clock goes on.
  const now = Math.ceil(useMoment().getTime() / 60_000) * 60_000;
  const [opened] = useState(now);
  const to = asked.to ?? new Date(opened).toISOString();
  const from = asked.from ?? new Date(Date.parse(to) - WEEK_MS).toISOString();
  const { data, error, refetch, isFetching } = useQuery(trpc.accessRecords.summary.queryOptions({ login, from, to }));
  const weekFrom = (start: number) => {
    return accessHref({ ...asked, from: new Date(start).toISOString(), to: new Date(start + WEEK_MS).toISOString() });
  };
  const start = Date.parse(from);
  return (
    <Panel
      className="mb-4"
      title={t.rich("ofPerson", { login: () => <GivenText text={login} /> })}
      aside={
        <nav aria-label={t("weeks")} className="flex items-center gap-1">
          <PageLink
            href={weekFrom(start - WEEK_MS)}
            className={buttonClass("ghost", "small")}
            aria-label={t("weekBefore")}
          >
            <ChevronLeft aria-hidden className="size-3.5" />
          </PageLink>
          <DayOf iso={from} /> – <DayOf iso={new Date(Date.parse(to) - 1).toISOString()} />
          {Date.parse(to) < opened && (
            <PageLink
              href={weekFrom(start + WEEK_MS)}
              className={buttonClass("ghost", "small")}
              aria-label={t("weekAfter")}
            >
              <ChevronRight aria-hidden className="size-3.5" />
            </PageLink>
          )}
        </nav>
      }
    >
      {data !== undefined && <Summary summary={data} asked={{ ...asked, from, to }} />}
      {data === undefined && error === null && <RowsLoading label={t("loading")} rows={3} />}
      {data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
    </Panel>
  );
}

function Summary({ summary, asked }: { summary: ViewerSummary; asked: AccessAsked }) {
  const t = useTranslations("viewers");
  const { acts, refusedActs } = useMessages();
  const results = useTranslations("accessRecords.results");
  if (summary.acts.length === 0) return <p className="border-t border-line px-4 py-3 text-ink-soft">{t("nothing")}</p>;
  return (
    <div className="grid gap-x-6 gap-y-3 border-t border-line px-4 py-3 sm:grid-cols-2">
      <div className="min-w-0">
        <h3 className="mb-1 text-meta font-medium text-ink-faint">{t("did")}</h3>
        <ul className="grid gap-0.5">
          {summary.acts.map(({ act, result, times }) => (
            <li key={`${act} ${result}`} className="flex justify-between gap-3">
              <span className="min-w-0 wrap-anywhere">
                {actText({ act, result }, { acts, refusedActs }) ?? <span className="font-mono text-meta">{act}</span>}
                {result === "not found" && <span className="text-meta text-ink-faint"> ({results("notFound")})</span>}
                {result === "failed" && <span className="text-meta text-failed"> ({results("failed")})</span>}
              </span>
              <Count value={times} />
            </li>
          ))}
        </ul>
      </div>
      <Members summary={summary} asked={asked} />
    </div>
  );
}

function Members({ summary: { members, memberCount }, asked }: { summary: ViewerSummary; asked: AccessAsked }) {
  const t = useTranslations("viewers");
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? members : members.slice(0, FIRST_NAMED);
  return (
    <div className="min-w-0">
      <h3 className="mb-1 text-meta font-medium text-ink-faint">{t("saw", { count: memberCount })}</h3>
      <ul className="grid gap-x-4 rail:grid-cols-2">
        {shown.map(({ memberId, looks, lastAt }) => (
          <li key={memberId} className="flex min-w-0 items-baseline gap-2">
            <PageLink
              href={accessHref({ ...asked, memberId })}
              className="inline-flex min-h-6 items-center truncate text-accent hover:underline"
            >
              <MemberName memberId={memberId} />
            </PageLink>
            <span className="text-meta whitespace-nowrap text-ink-faint">
              {t("looked", { count: looks })} · <Time iso={lastAt} />
            </span>
          </li>
        ))}
      </ul>
      {shown.length < members.length && (
        <Button look="ghost" size="small" className="mt-1" onClick={() => setShowsAll(true)}>
          {t("allMembers", { count: members.length })}
        </Button>
      )}
      {showsAll && memberCount > members.length && (
        <p className="mt-1 text-meta text-ink-faint">{t("more", { count: memberCount - members.length })}</p>
      )}
    </div>
  );
}
