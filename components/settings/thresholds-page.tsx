"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { ApprovalLimitPanel } from "#components/settings/approval-limit-panel";
import { PermissionButton } from "#components/settings/permission-button";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault, FailedState } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { Panel } from "#components/ui/panel";
import { ReasonField } from "#components/ui/reason-field";
import { RowsLoading } from "#components/ui/skeleton";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { Threshold } from "#server/vocabulary/staff/settings";

const kept = ["access", "events", "history", "sessions", "browsers", "tries"] as const;

/** The installation's numbers, and how long what is kept. */
export function ThresholdsPage() {
  const t = useTranslations("settings.thresholds");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const maySeeJobs = useMay("republish:see");
  const [open, setOpen] = useState<Threshold | null>(null);
  const { data, error, refetch, isFetching } = useQuery(trpc.settings.thresholds.queryOptions({}));
  return (
    <div className="grid max-w-4xl gap-4">
      <Panel title={t("title")}>
        <p className="px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
        {data === undefined && error === null && <RowsLoading label={all("loading")} />}
        {data === undefined && error !== null && (
          <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
        <ul>
          {data?.thresholds.map((threshold) => (
            <li
              key={threshold.name}
              className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-2.5"
            >
              <div>
                <p>{t(`names.${threshold.name}`)}</p>
                <p className="text-meta text-ink-soft">{t("value", threshold)}</p>
              </div>
              <PermissionButton
                needs="setting:change"
                size="small"
                aria-label={t("changeTitle", { name: t(`names.${threshold.name}`) })}
                onClick={() => setOpen(threshold)}
              >
                {t("change")}
              </PermissionButton>
            </li>
          ))}
        </ul>
      </Panel>
      {maySeeJobs && <ApprovalLimitPanel />}
      <Panel title={t("retention")}>
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

function ThresholdDialog({ threshold, onClose }: { threshold: Threshold; onClose: () => void }) {
  const t = useTranslations("settings.thresholds");
  const all = useTranslations("settings");
  const id = useId();
  const { name, value: before, lowest, highest } = threshold;
  const [given, setGiven] = useState(String(before));
  const [reason, setReason] = useState("");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const change = useMutation(
    trpc.settings.changeThreshold.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.settings.thresholds.queryFilter());
        onClose();
      },
    }),
  );
  const after = Number(given);
  const isReady = Number.isInteger(after) && after !== before && reason.trim().length >= SHORTEST_REASON;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) change.mutate({ name, value: after, reason: reason.trim() });
  }
  const title = t("changeTitle", { name: t(`names.${name}`) });
  return (
    <Dialog open onClose={onClose} label={title}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="grid gap-4 p-5">
          <h2 className="text-section font-semibold">{title}</h2>
          <Field id={`${id}-value`} label={t("new")} hint={t("value", threshold)}>
            <input
              id={`${id}-value`}
              type="number"
              required
              min={lowest}
              max={highest}
              value={given}
              onChange={(event) => setGiven(event.target.value)}
              aria-describedby={`${id}-value-hint`}
              className={inputClass}
            />
          </Field>
          <ReasonField
            label={all("reason")}
            hint={all("reasonHint", { count: SHORTEST_REASON })}
            value={reason}
            onChange={setReason}
          />
          {Number.isInteger(after) && after !== before && (
            <p role="status" className="rounded-md bg-missed-soft px-3 py-2 text-missed">
              {t("effect", { before, after })}
            </p>
          )}
        </div>
        {change.isError && <DialogFault error={change.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button data-first-focus onClick={onClose}>
            {all("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={change.isPending || !isReady}>
            {t("send", { after })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
