"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Users } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { RegisterDialog } from "#components/subscribers/register-dialog";
import { SubscriberTable } from "#components/subscribers/subscriber-table";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";

const EVERY_MS = 10_000;

/** Everybody who receives events, and how they stand. */
export function SubscribersPage() {
  const t = useTranslations("subscribers");
  const trpc = useTRPC();
  const mayManage = useMay("subscriber:manage");
  const [open, setOpen] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(
    trpc.subscribers.list.queryOptions({}, { refetchInterval: EVERY_MS }),
  );
  return (
    <>
      <PageHead title={t("title")} sub={t("sub")}>
        {data !== undefined && (
          <span className="text-meta text-ink-faint">
            <AsOf iso={data.asOf} />
          </span>
        )}
        {!mayManage && <span className="text-meta text-ink-faint">{t("notAllowed")}</span>}
        <Button look="primary" disabled={!mayManage} onClick={() => setOpen(true)}>
          <Plus aria-hidden className="size-3.5" />
          {t("register")}
        </Button>
      </PageHead>
      <Panel label={t("title")}>
        {data === undefined && error === null && <RowsLoading label={t("loading")} tall />}
        {data === undefined && error !== null && (
          <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
        )}
        {data?.subscribers.length === 0 && <EmptyState icon={Users} title={t("empty")} hint={t("emptyHint")} />}
        {data !== undefined && data.subscribers.length > 0 && <SubscriberTable subscribers={data.subscribers} />}
      </Panel>
      {open && <RegisterDialog onClose={() => setOpen(false)} />}
    </>
  );
}
