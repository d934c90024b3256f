"use client";

import { useQuery } from "@tanstack/react-query";
import { FileLock2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { PreparedFile } from "#server/vocabulary/oversight/prepared-file";
import { FileRow } from "./file-row.tsx";

/** A worker makes files within moments, a person answers within minutes. */
const [WORKER_MS, PERSON_MS] = [2000, 20_000];

/** Files that somebody asked for: what waits for whom, and what can be taken. */
export function FilesPage() {
  const t = useTranslations("files");
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")} />
      <FileList />
    </>
  );
}

function FileList() {
  const t = useTranslations("files");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(
    trpc.files.list.queryOptions({}, { refetchInterval: ({ state }) => pauseFor(state.data?.files) }),
  );
  return (
    <Panel label={t("title")}>
      {data === undefined && error === null && <RowsLoading label={t("loading")} tall />}
      {data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data?.files.length === 0 && <EmptyState icon={FileLock2} title={t("empty")} hint={t("emptyHint")} />}
      <ul>
        {data?.files.map((file) => (
          <li
            key={file.fileId}
            className="grid gap-x-4 gap-y-1.5 border-t border-line px-4 first:border-t-0 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(15rem,auto)]"
          >
            <FileRow file={file} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function pauseFor(files: readonly PreparedFile[] = []): number {
  return files.some(({ state }) => state === "waiting" || state === "making") ? WORKER_MS : PERSON_MS;
}
