"use client";

import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";

/** A first password, which is shown this once. */
export function PasswordOnce(props: { login: string; password: string; onClose: () => void }) {
  const { login, password, onClose } = props;
  const t = useTranslations("settings.staff");
  return (
    <div className="grid gap-3 p-5">
      <h2 className="text-section font-semibold">{t("onceTitle", { login })}</h2>
      <p className="max-w-prose text-ink-soft">{t("onceHint")}</p>
      <p className="rounded-md border border-line bg-canvas p-3 font-mono break-all">{password}</p>
      <div className="flex justify-end gap-2">
        <CopyButton text={password} label={t("copy")} words quiet={false} />
        <Button size="small" look="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
