"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { TokenDialog } from "#components/subscribers/token-dialog";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FormFault } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { FullTime } from "#components/ui/time/time";
import type { ServiceTokenInfo } from "#server/vocabulary/subscriber";

/** The tokens by which a subscriber may ask for a member's latest data: fields, who made it, and its end. */
export function TokenPanel({ id, tokens }: { id: string; tokens: ServiceTokenInfo[] }) {
  const t = useTranslations("tokens");
  const mayManage = useMay("subscriber:manage");
  const [open, setOpen] = useState(false);
  return (
    <Panel
      title={t("title")}
      aside={
        <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
          {!mayManage && <span id={`${id}-tokens`}>{t("notAllowed")}</span>}
          <Button
            size="small"
            disabled={!mayManage}
            aria-describedby={mayManage ? undefined : `${id}-tokens`}
            onClick={() => setOpen(true)}
          >
            <Plus aria-hidden className="size-3.5" />
            {t("issue")}
          </Button>
        </span>
      }
    >
      {tokens.length === 0 ? (
        <EmptyState icon={KeyRound} title={t("empty")} hint={t("emptyHint")} />
      ) : (
        <ul>
          {tokens.map((token) => (
            <li key={token.tokenId} className="border-t border-line px-4 py-2.5">
              <TokenRow token={token} mayManage={mayManage} />
            </li>
          ))}
        </ul>
      )}
      {open && <TokenDialog id={id} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

function TokenRow({ token, mayManage }: { token: ServiceTokenInfo; mayManage: boolean }) {
  const t = useTranslations("tokens");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isSure, setIsSure] = useState(false);
  const revoke = useMutation(
    trpc.subscribers.revokeToken.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.subscribers.show.queryFilter()),
    }),
  );
  const { tokenId, fields, createdAt, createdBy, revokedAt } = token;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="min-w-0">
        <p className="font-mono text-meta break-words">{fields.join(", ") || t("noFields")}</p>
        <p className="text-meta text-ink-faint">
          {t("made", { by: createdBy === "installation" ? t("installation") : createdBy })} <FullTime iso={createdAt} />
        </p>
        {revoke.isError && <FormFault error={revoke.error} />}
      </div>
      {revokedAt !== null ? (
        <span className="text-meta text-ink-faint">
          {t("revoked")} <FullTime iso={revokedAt} />
        </span>
      ) : isSure ? (
        <span className="flex items-center gap-2">
          <span className="text-meta">{t("revokeEffect")}</span>
          <Button size="small" onClick={() => setIsSure(false)}>
            {t("keep")}
          </Button>
          <Button
            size="small"
            look="danger"
            disabled={revoke.isPending || revoke.isSuccess}
            onClick={() => revoke.mutate({ tokenId })}
          >
            {t("revoke")}
          </Button>
        </span>
      ) : (
        <Button size="small" disabled={!mayManage} onClick={() => setIsSure(true)}>
          {t("revoke")}
        </Button>
      )}
    </div>
  );
}
