"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { whenProved } from "../proof-channel.ts";

/** Opens a window in which the identity provider asks again who this is, and goes on when it is done: what was written stays. */
export function ProviderProof({ onEnd }: { onEnd: (proved: boolean) => void }) {
  const t = useTranslations("proof");
  const [isOpen, setIsOpen] = useState(false);
  const proved = useEffectEvent(() => onEnd(true));
  useEffect(() => whenProved(() => proved()), []);
  function open() {
    window.open("/api/session/provider?prove", "memberscope-proof", "popup,width=520,height=720");
    setIsOpen(true);
  }
  return (
    <div className="flex flex-col">
      <div className="grid gap-3 px-5 pt-4 pb-4">
        <h2 className="text-section font-semibold">{t("title")}</h2>
        <p className="text-ink-soft">{t("providerWhy")}</p>
        <p role="status" className="text-meta text-ink-faint">
          {isOpen && t("waiting")}
        </p>
      </div>
      <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={() => onEnd(false)}>{t("cancel")}</Button>
        <Button data-first-focus look="primary" onClick={open}>
          {t("open")}
        </Button>
      </div>
    </div>
  );
}
