"use client";

import { useQuery } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { PermissionButton } from "#components/settings/permission-button";
import { TokensPanel } from "#components/settings/tokens-panel";
import { ServiceTokenRow } from "#components/subscribers/service-token-row";
import { TokenDialog } from "#components/subscribers/token-dialog";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";

/** Every token by which a program gets in: those of outside systems, and those of staff. */
export function TokensPage() {
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <ServiceTokens />
      <TokensPanel whose="everybody" />
    </div>
  );
}

function ServiceTokens() {
  const t = useTranslations("tokens");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(trpc.subscribers.tokens.queryOptions({}));
  const registry = useQuery({ ...trpc.subscribers.list.queryOptions({}), enabled: open });
  const ids = registry.data?.subscribers.filter(({ placement }) => placement !== "internal").map(({ id }) => id);
  return (
    <Panel
      title={t("all")}
      aside={
        <PermissionButton needs="subscriber:manage" size="small" onClick={() => setOpen(true)}>
          <Plus aria-hidden className="size-3.5" />
          {t("issue")}
        </PermissionButton>
      }
    >
      <p className="px-4 pb-2 text-meta text-ink-faint">{t("allSub")}</p>
      {data === undefined && error === null && <RowsLoading label={all("loading")} tall />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data?.tokens.length === 0 && <EmptyState icon={KeyRound} title={t("allEmpty")} hint={t("allEmptyHint")} />}
      <ul>
        {data?.tokens.map((token) => (
          <li key={token.tokenId} className="border-t border-line px-4 py-2.5">
            <ServiceTokenRow token={token} subscriber={token.subscriber} />
          </li>
        ))}
      </ul>
      {open && ids !== undefined && <TokenDialog subscribers={ids} onClose={() => setOpen(false)} />}
    </Panel>
  );
}
