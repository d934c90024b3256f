"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { ServiceTokenRow } from "#components/subscribers/service-token-row";
import { TokenDialog } from "#components/subscribers/token-dialog";
import { Button } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { Panel } from "#components/ui/panel";
import type { ServiceTokenInfo } from "#server/vocabulary/service-token";

/** The tokens by which a subscriber may ask for a member's latest data: fields, who answers for it, and its end. */
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
              <ServiceTokenRow token={token} />
            </li>
          ))}
        </ul>
      )}
      {open && <TokenDialog subscribers={[id]} onClose={() => setOpen(false)} />}
    </Panel>
  );
}
