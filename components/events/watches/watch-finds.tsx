"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useTranslations } from "use-intl";
import { ValueLink } from "#components/links/link-tables";
import { MemberLink } from "#components/member-link";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { FailedState, FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { Watch, WatchFind } from "#server/vocabulary/explore/watch";

/** Members that a find names; the rest is counted. */
const NAMED = 8;

/** What a watch found, newest first, each with who it was and its events. */
export function WatchFinds({ watch }: { watch: Watch }) {
  const t = useTranslations("watches");
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { data, error, refetch, isFetching } = useQuery(trpc.watches.finds.queryOptions({ id: watch.id }));
  const see = useMutation(
    trpc.watches.see.mutationOptions({
      async onSuccess() {
        await cache.invalidateQueries(trpc.watches.list.queryFilter());
        await refetch();
      },
    }),
  );
  if (data === undefined) {
    if (error === null) return <RowsLoading label={t("findsLoading")} rows={3} />;
    return <FailedState what={t("findsFailed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  if (data.finds.length === 0) return <p className="text-ink-soft">{t("nothing")}</p>;
  return (
    <div className="rounded-md border border-line bg-ground">
      <ul>
        {data.finds.map((find) => (
          <li key={find.id} className="border-t border-line px-3 py-2 first:border-t-0">
            <Find find={find} watch={watch} />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3 border-t border-line px-3 py-2">
        {data.finds.some(({ seenAt }) => seenAt === null) && (
          <Button size="small" disabled={see.isPending} onClick={() => see.mutate({ id: watch.id })}>
            <Check aria-hidden className="size-3.5" />
            {t("see")}
          </Button>
        )}
        {!data.isWhole && <span className="text-meta text-ink-faint">{t("newestOnly")}</span>}
        {see.isError && <FormFault error={see.error} />}
      </div>
    </div>
  );
}

function Find({ find, watch: { per, measure } }: { find: WatchFind; watch: Watch }) {
  const t = useTranslations("watches");
  const filter = useTranslations("filter");
  const { subject, at, amount, memberIds, eventIds, seenAt, seenBy, call } = find;
  const named = memberIds.filter((id) => per !== "member" || id !== subject).slice(0, NAMED);
  return (
    <div className="flex flex-wrap items-start gap-x-3 gap-y-1">
      <span className="w-36 shrink-0 text-meta text-ink-faint">
        <Time iso={at} exact />
      </span>
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {per === "member" && <MemberLink memberId={subject} />}
          {(per === "device" || per === "ip") && <ValueLink value={{ kind: per, value: subject, masked: null }} />}
          <span className="font-medium">{t(`amount.${measure}`, { count: amount })}</span>
          {seenAt === null ? (
            <span className="rounded-full bg-missed-soft px-2 text-meta text-missed">{t("new")}</span>
          ) : (
            seenBy !== null && (
              <span className="text-meta text-ink-faint">
                {t.rich("seenBy", { name: () => <GivenText text={seenBy} /> })}
              </span>
            )
          )}
          {call !== null && (
            <span className="text-meta text-ink-faint">{t(`call.${call.state}`, { tries: call.tries })}</span>
          )}
        </p>
        {named.length > 0 && (
          <p className="flex flex-wrap gap-x-2 text-meta">
            {named.map((id) => (
              <MemberLink key={id} memberId={id} />
            ))}
            {memberIds.length > NAMED && (
              <span className="text-ink-faint">{filter("more", { first: "", count: memberIds.length - NAMED })}</span>
            )}
          </p>
        )}
      </div>
      {eventIds.length > 0 && (
        <PageLink
          href={`/events?${new URLSearchParams(eventIds.slice(0, 40).map((id) => ["id", id]))}`}
          className={buttonClass("ghost", "small")}
        >
          {t("events")}
        </PageLink>
      )}
    </div>
  );
}
