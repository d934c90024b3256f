"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FailedState, FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { FullTime } from "#components/ui/time/time";

/** Where one is signed in, and how to end that. */
export function SessionsPanel() {
  const t = useTranslations("settings.sessions");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data, error, refetch, isFetching } = useQuery(trpc.session.list.queryOptions({}));
  const end = useMutation(
    trpc.session.end.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.session.list.queryFilter()),
    }),
  );
  const sessions = data?.sessions ?? [];
  return (
    <Panel
      title={t("title")}
      aside={
        sessions.length > 1 && (
          <Button size="small" disabled={end.isPending} onClick={() => end.mutate({})}>
            {t("endOthers")}
          </Button>
        )
      }
    >
      {data === undefined && error === null && <RowsLoading label={all("loading")} />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      <ul>
        {sessions.map(({ id, here, ip, userAgent, createdAt, lastSeenAt }) => (
          <li key={id} className="flex items-center gap-3 border-t border-line px-4 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="flex min-w-0 items-baseline gap-2">
                <span className="font-mono text-meta">{ip ?? t("unknownAddress")}</span>
                {here && <span className="rounded-full bg-accent-soft px-2 text-meta font-medium">{t("here")}</span>}
              </p>
              {userAgent !== null && (
                <p className="truncate text-meta text-ink-soft" title={userAgent}>
                  <GivenText text={userAgent} />
                </p>
              )}
              <p className="text-meta text-ink-faint">
                {t("since")} <FullTime iso={createdAt} /> · {t("last")} <FullTime iso={lastSeenAt} />
              </p>
            </div>
            {!here && (
              <Button size="small" disabled={end.isPending} onClick={() => end.mutate({ sessionId: id })}>
                {t("end")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length === 1 && (
        <p className="border-t border-line px-4 py-2.5 text-meta text-ink-faint">{t("none")}</p>
      )}
      {end.isError && (
        <div className="px-4 pb-3">
          <FormFault error={end.error} />
        </div>
      )}
    </Panel>
  );
}
