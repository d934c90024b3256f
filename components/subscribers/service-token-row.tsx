"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay, useMe } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { FullTime } from "#components/ui/time/time";
import type { ServiceTokenInfo } from "#server/vocabulary/service-token";

/** A service token: what it may read and why, who answers for it, its use and end; approving and revoking. */
export function ServiceTokenRow({ token, subscriber }: { token: ServiceTokenInfo; subscriber?: string }) {
  const t = useTranslations("tokens");
  const { fields, reason, createdAt, createdBy, approvedBy, approvedAt, lastUsedAt, endsAt, revokedAt, state } = token;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="min-w-0">
        {subscriber !== undefined && <p className="font-medium">{subscriber}</p>}
        <p className="font-mono text-meta break-words">{fields.join(", ") || t("noFields")}</p>
        {reason !== null && (
          <p className="text-meta wrap-anywhere text-ink-soft">
            <GivenText text={reason} />
          </p>
        )}
        <p className="text-meta text-ink-faint">
          {t("made", { by: createdBy === "installation" ? t("installation") : createdBy })} <FullTime iso={createdAt} />
          {approvedBy !== null && approvedAt !== null && (
            <>
              {" · "}
              {t("approved", { by: approvedBy })} <FullTime iso={approvedAt} />
            </>
          )}
        </p>
        <p className="text-meta text-ink-faint">
          {lastUsedAt === null ? t("never") : t("used")} {lastUsedAt !== null && <FullTime iso={lastUsedAt} />}
          {" · "}
          {revokedAt !== null ? t("revoked") : t(state === "ended" ? "ended" : "ends")}{" "}
          <FullTime iso={revokedAt ?? endsAt} />
        </p>
      </div>
      {state === "revoked" || state === "ended" ? (
        <span className="text-meta text-ink-faint">{t(state)}</span>
      ) : (
        <Acts token={token} />
      )}
    </div>
  );
}

function Acts({ token: { tokenId, state, createdBy } }: { token: ServiceTokenInfo }) {
  const t = useTranslations("tokens");
  const mayManage = useMay("subscriber:manage");
  const { login } = useMe();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isSure, setIsSure] = useState(false);
  const settled = { onSettled: () => queryClient.invalidateQueries(trpc.subscribers.pathFilter()) };
  const revoke = useMutation(trpc.subscribers.revokeToken.mutationOptions(settled));
  const approve = useMutation(trpc.subscribers.approveToken.mutationOptions(settled));
  const isOwn = createdBy === login;
  const fault = revoke.error ?? approve.error;
  if (isSure) {
    return (
      <span className="flex flex-wrap items-center gap-2">
        <span className="text-meta">{t("revokeEffect")}</span>
        <Button size="small" onClick={() => setIsSure(false)}>
          {t("keep")}
        </Button>
        <Button size="small" look="danger" disabled={revoke.isPending} onClick={() => revoke.mutate({ tokenId })}>
          {t("revoke")}
        </Button>
      </span>
    );
  }
  return (
    <span className="flex flex-wrap items-center justify-end gap-2">
      {fault !== null && <FormFault error={fault} />}
      {state === "waiting" && (
        <>
          <span id={`${tokenId}-waits`} className="text-meta text-missed">
            {isOwn ? t("waitsForOther") : t("waits")}
          </span>
          <Button
            size="small"
            look="primary"
            disabled={!mayManage || isOwn || approve.isPending}
            aria-describedby={`${tokenId}-waits`}
            onClick={() => approve.mutate({ tokenId })}
          >
            {t("approve")}
          </Button>
        </>
      )}
      <Button size="small" disabled={!mayManage} onClick={() => setIsSure(true)}>
        {t("revoke")}
      </Button>
    </span>
  );
}
