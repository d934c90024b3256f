"use client";

import { useQuery } from "@tanstack/react-query";
import { MailCheck, MailX, RefreshCw } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { LetterActs } from "#components/dead-letters/letter-acts";
import { LetterDrawer } from "#components/dead-letters/letter-drawer";
import { LetterGroups } from "#components/dead-letters/letter-groups";
import { ResolveButtons } from "#components/dead-letters/resolve-buttons";
import { useTRPC } from "#components/trpc";
import { IconButton } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import type { DeadLetterPage, DeadLetterQueue } from "#server/vocabulary/dead-letter";

/** The letters of one queue and what was done with them. They are read once, and again when a person or an act's end asks for it. */
export function QueueLetters({ queue }: { queue: DeadLetterQueue }) {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(
    trpc.deadLetters.read.queryOptions({ queue: queue.subscriber }, { staleTime: Number.POSITIVE_INFINITY }),
  );
  return (
    <div className="grid min-w-0 gap-4">
      <Panel
        title={queue.subscriber}
        aside={
          <span className="inline-flex flex-wrap items-center gap-2">
            {data !== undefined && <AsOf iso={data.asOf} />}
            <IconButton label={t("readAgain")} onClick={() => refetch()} disabled={isFetching}>
              <RefreshCw aria-hidden className="size-4" />
            </IconButton>
            {data !== undefined && data.letters.length > 0 && (
              <ResolveButtons
                queue={queue.subscriber}
                selection={{ kind: "all" }}
                count={(data.queue.waiting ?? 0) + data.queue.invisible}
              />
            )}
          </span>
        }
      >
        {data !== undefined && <Letters page={data} />}
        {data === undefined && error === null && <RowsLoading label={t("reading")} rows={4} />}
        {data === undefined && error !== null && (
          <FailedState what={t("readFailed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
      </Panel>
      <LetterActs queue={queue.subscriber} onEnd={() => void refetch()} />
    </div>
  );
}

function Letters({ page }: { page: DeadLetterPage }) {
  const t = useTranslations("deadLetters");
  const [openId, setOpenId] = useState<string | null>(null);
  const { letters, queue, partial } = page;
  if (letters.length === 0 && queue.invisible > 0) {
    const hint = t("invisibleHint", { count: queue.invisible });
    return <EmptyState icon={MailX} title={t("invisible", { count: queue.invisible })} hint={hint} />;
  }
  if (letters.length === 0) return <EmptyState icon={MailCheck} title={t("empty")} hint={t("emptyHint")} />;
  return (
    <>
      <LetterGroups page={page} onOpen={setOpenId} />
      {(partial || queue.invisible > 0) && (
        <p className="border-t border-line px-4 py-2.5 text-meta text-missed">
          {partial && t("partial", { count: letters.length })}{" "}
          {queue.invisible > 0 && t("invisibleHint", { count: queue.invisible })}
        </p>
      )}
      <LetterDrawer
        queue={queue.subscriber}
        letter={letters.find(({ id }) => id === openId) ?? null}
        onClose={() => setOpenId(null)}
      />
    </>
  );
}
