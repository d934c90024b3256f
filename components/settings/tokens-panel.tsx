"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { NewTokenDialog } from "#components/settings/new-token-dialog";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState, FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { FullTime } from "#components/ui/time/time";
import type { PersonalToken } from "#server/vocabulary/staff/settings";

/** Personal access tokens: one's own, or everybody's, which an admin sees. */
export function TokensPanel({ whose }: { whose: "own" | "everybody" }) {
  const t = useTranslations("settings.tokens");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const [open, setOpen] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(trpc.tokens.list.queryOptions({}));
  const tokens = data?.tokens.filter(({ own }) => own || whose === "everybody");
  return (
    <Panel
      title={whose === "everybody" ? t("titleAll") : t("title")}
      aside={
        <Button size="small" onClick={() => setOpen(true)}>
          <Plus aria-hidden className="size-3.5" />
          {t("new")}
        </Button>
      }
    >
      <p className="px-4 pb-2 text-meta text-ink-faint">{t("sub")}</p>
      {data === undefined && error === null && <RowsLoading label={all("loading")} />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {tokens?.length === 0 && <EmptyState icon={KeyRound} title={t("empty")} hint={t("emptyHint")} />}
      <ul>
        {tokens?.map((token) => (
          <li key={token.id} className="border-t border-line px-4 py-2.5">
            <TokenRow token={token} />
          </li>
        ))}
      </ul>
      {open && <NewTokenDialog onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function TokenRow({ token }: { token: PersonalToken }) {
  const t = useTranslations("settings.tokens");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isSure, setIsSure] = useState(false);
  const revoke = useMutation(
    trpc.tokens.revoke.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.tokens.list.queryFilter()),
    }),
  );
  const { id, login, name, scope, createdBy, lastUsedAt, expiresAt, revokedAt } = token;
  const isOver = revokedAt !== null || Date.parse(expiresAt) < Date.now();
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="min-w-0">
        <p className="min-w-0 wrap-anywhere">
          <GivenText text={name} /> <span className="text-meta text-ink-soft">{login}</span>
        </p>
        <p className="font-mono text-meta break-words text-ink-soft">{scope?.join(", ") ?? t("everything")}</p>
        <p className="text-meta text-ink-faint">
          {t("made", { by: createdBy })} · {lastUsedAt === null ? t("never") : t("used")}{" "}
          {lastUsedAt !== null && <FullTime iso={lastUsedAt} />} ·{" "}
          {revokedAt !== null ? t("revoked") : isOver ? t("ended") : t("ends")}{" "}
          <FullTime iso={revokedAt ?? expiresAt} />
        </p>
        {revoke.isError && <FormFault error={revoke.error} />}
      </div>
      {!isOver &&
        (isSure ? (
          <span className="flex flex-wrap items-center gap-2">
            <span className="text-meta">{t("effect")}</span>
            <Button size="small" onClick={() => setIsSure(false)}>
              {t("keep")}
            </Button>
            <Button
              size="small"
              look="danger"
              disabled={revoke.isPending}
              onClick={() => revoke.mutate({ tokenId: id })}
            >
              {t("revoke")}
            </Button>
          </span>
        ) : (
          <Button size="small" onClick={() => setIsSure(true)}>
            {t("revoke")}
          </Button>
        ))}
    </div>
  );
}
