"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { FileLock2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { FileKind } from "#server/vocabulary/choices/file-choices";
import type { PreparedFile } from "#server/vocabulary/oversight/prepared-file";
import { DiscloseDialog } from "./disclose-dialog.tsx";
import { FileRow } from "./file-row.tsx";

/** A worker makes files within moments, a person answers within minutes. */
const [WORKER_MS, PERSON_MS] = [2000, 20_000];

/** Files that somebody asked for, and the ledger of disclosures: what waits for whom, and what can be taken. */
export function FilesPage() {
  const t = useTranslations("files");
  const mayDisclose = useMay("member:disclose");
  const mayOversee = useMay("access-record:see");
  const [isAsking, setAsking] = useState(false);
  const disclose = mayDisclose && <Button onClick={() => setAsking(true)}>{t("disclose")}</Button>;
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")} />
      <div className="grid gap-4">
        <FileList kind="events" title={t("eventFiles")} empty={t("empty")} emptyHint={t("emptyHint")} />
        {(mayDisclose || mayOversee) && (
          <FileList
            kind="disclosure"
            title={t("disclosures")}
            sub={t("disclosuresSub")}
            aside={disclose}
            empty={t("noDisclosure")}
            emptyHint={t("noDisclosureHint")}
          />
        )}
      </div>
      {isAsking && <DiscloseDialog onClose={() => setAsking(false)} />}
    </>
  );
}

type ListProps = {
  kind: FileKind;
  title: string;
  sub?: string;
  aside?: React.ReactNode;
  empty: string;
  emptyHint: string;
};

function FileList({ kind, title, sub, aside, empty, emptyHint }: ListProps) {
  const t = useTranslations("files");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    trpc.files.list.infiniteQueryOptions(
      { kind },
      {
        getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
        refetchInterval: ({ state }) => pauseFor(state.data?.pages.flatMap((page) => page.files)),
      },
    ),
  );
  const files = data?.pages.flatMap((page) => page.files) ?? [];
  return (
    <Panel title={title} aside={aside}>
      {sub !== undefined && <p className="-mt-1 max-w-prose px-4 pb-2 text-meta text-ink-faint">{sub}</p>}
      {data === undefined && error === null && <RowsLoading label={t("loading")} tall />}
      {data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data !== undefined && files.length === 0 && <EmptyState icon={FileLock2} title={empty} hint={emptyHint} />}
      <ul>
        {files.map((file) => (
          <li
            key={file.fileId}
            className="grid gap-x-4 gap-y-1.5 border-t border-line px-4 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(15rem,auto)]"
          >
            <FileRow file={file} />
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

function pauseFor(files: readonly PreparedFile[] = []): number {
  return files.some(({ state }) => state === "waiting" || state === "making") ? WORKER_MS : PERSON_MS;
}
