"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { CopyButton } from "#components/ui/copy-button";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import { importCommand } from "./import-command.ts";

/** The mappings that were kept, each with the command that imports by it. */
export function KeptMappings() {
  const t = useTranslations("importPage");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(trpc.records.mappings.queryOptions({}));
  return (
    <Panel title={t("keptTitle")}>
      {data === undefined && error === null && <RowsLoading label={t("loadingKept")} rows={3} />}
      {data === undefined && error !== null && (
        <FailedState what={t("failedKept")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data?.length === 0 && <p className="px-4 pb-4 text-ink-soft">{t("noneKept")}</p>}
      <ul>
        {data?.map(({ name, mapping, keptBy, keptAt }) => (
          <li key={name} className="border-t border-line px-4 py-2.5">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <span className="font-medium">{name}</span>
              <span className="inline-flex items-center gap-2 text-meta text-ink-faint">
                {keptBy} · <Time iso={keptAt} />
                <CopyButton text={() => JSON.stringify(mapping, null, 2)} label={t("copyJson")} />
              </span>
            </div>
            <code className="block font-mono text-meta break-all text-ink-soft">{importCommand(name, "FILE")}</code>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
