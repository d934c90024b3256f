"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight, UserRound, UserSearch } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { MemberName } from "#components/member-link";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";

/** Members opened a moment ago must be listed when one comes back. */
const FRESH_MS = 3_000;

/** The members this person opened last, from their own access records. */
export function RecentMembers() {
  const t = useTranslations("recentMembers");
  const trpc = useTRPC();
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(list);
  const { data, error, refetch, isFetching } = useQuery(trpc.members.recent.queryOptions({}, { staleTime: FRESH_MS }));
  if (data === undefined) {
    if (error === null) return <RowsLoading label={t("loading")} rows={5} />;
    return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  if (data.memberIds.length === 0) return <EmptyState icon={UserSearch} title={t("empty")} hint={t("emptyHint")} />;
  return (
    <ul ref={list}>
      {data.memberIds.map(({ memberId, at }) => (
        <li key={memberId} className="border-t border-line">
          <PageLink
            data-row
            href={`/members/${encodeURIComponent(memberId)}`}
            className="flex h-10 items-center gap-3 px-4 hover:bg-raised focus-visible:bg-accent-soft focus-visible:-outline-offset-2 pointer-coarse:h-12"
          >
            <UserRound aria-hidden className="size-4 text-ink-faint" />
            <span className="flex-1 truncate">
              <MemberName memberId={memberId} />
            </span>
            <span className="text-meta text-ink-faint">
              <Time iso={at} />
            </span>
            <ChevronRight aria-hidden className="size-4 text-ink-faint" />
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
