"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { ApprovalLimitPanel } from "#components/settings/approval-limit-panel";
import { PermissionButton } from "#components/settings/permission-button";
import { ThresholdDialog } from "#components/settings/threshold-dialog";
import { useTRPC } from "#components/trpc";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import type { Threshold } from "#server/vocabulary/staff/settings";
import { useSayThreshold } from "./use-say-threshold.ts";

const kept = ["access", "events", "history", "files"] as const;

/** Retention settings are told by their names. */
const isRetention = ({ name }: Threshold) => name.startsWith("keep-");

/** The installation's numbers, and how long what is kept. */
export function ThresholdsPage() {
  const t = useTranslations("settings.thresholds");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const maySeeJobs = useMay("republish:see");
  const [open, setOpen] = useState<Threshold | null>(null);
  const { data, error, refetch, isFetching } = useQuery(trpc.settings.thresholds.queryOptions({}));
  const rows = (which: (threshold: Threshold) => boolean) => (
    <>
      {data === undefined && error === null && <RowsLoading label={all("loading")} />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      <ul>
        {data?.thresholds.filter(which).map((threshold) => (
          <ThresholdRow key={threshold.name} threshold={threshold} onOpen={() => setOpen(threshold)} />
        ))}
      </ul>
    </>
  );
  return (
    <div className="grid max-w-4xl gap-4">
      <Panel title={t("title")}>
        <p className="px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
        {rows((threshold) => !isRetention(threshold))}
      </Panel>
      {maySeeJobs && <ApprovalLimitPanel />}
      <Panel title={t("retention")}>
        {rows(isRetention)}
        <dl>
          {kept.map((what) => (
            <div key={what} className="grid gap-x-4 border-t border-line px-4 py-2.5 sm:grid-cols-2">
              <dt>{t(`kept.${what}`)}</dt>
              <dd className="text-ink-soft">{t(`kept.${what}For`)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      {open !== null && <ThresholdDialog threshold={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function ThresholdRow({ threshold, onOpen }: { threshold: Threshold; onOpen: () => void }) {
  const t = useTranslations("settings.thresholds");
  const say = useSayThreshold();
  const name = t(`names.${threshold.name}`);
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-2.5">
      <div>
        <p>{name}</p>
        <p className="text-meta text-ink-soft">{say(threshold)}</p>
      </div>
      <PermissionButton needs="setting:change" size="small" aria-label={t("changeTitle", { name })} onClick={onOpen}>
        {t("change")}
      </PermissionButton>
    </li>
  );
}
