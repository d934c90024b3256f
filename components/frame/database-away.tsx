"use client";

import { DatabaseZap } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { EmptyState } from "#components/ui/empty-state";

/** Instead of any page while the database does not answer: what it means, and the id under which the log has it. */
export function DatabaseAway({ requestId }: { requestId: string }) {
  const t = useTranslations("databaseAway");
  return (
    <main className="grid min-h-dvh place-content-center">
      <EmptyState page icon={DatabaseZap} title={t("title")} hint={t("hint")}>
        <Button look="primary" onClick={() => window.location.reload()}>
          {t("retry")}
        </Button>
        <span className="inline-flex items-center gap-1 text-meta text-ink-faint">
          {t("id")} <code className="font-mono">{requestId}</code>
          <CopyButton text={requestId} label={t("copy")} />
        </span>
      </EmptyState>
    </main>
  );
}
