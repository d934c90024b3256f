"use client";

import { OctagonAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { EmptyState } from "#components/ui/empty-state";

/** A page that could not be drawn: nothing was changed, try again, and the id under which the server's log knows it. */
export function PageFailure({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  const t = useTranslations("pageFailure");
  return (
    <EmptyState page icon={OctagonAlert} title={t("title")} hint={t("hint")}>
      <Button look="primary" onClick={onRetry}>
        {t("retry")}
      </Button>
      {digest !== undefined && (
        <span className="inline-flex items-center gap-1 text-meta text-ink-faint">
          {t("id")} <code className="font-mono">{digest}</code>
          <CopyButton text={digest} label={t("copy")} />
        </span>
      )}
    </EmptyState>
  );
}
