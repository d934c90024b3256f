"use client";

import { useEffect } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { PageLink } from "#components/ui/page-link";
import { tellProved } from "../proof-channel.ts";
import type { ProviderFault } from "./provider-faults.ts";

/** Tells the page that waits that the proof was shown, and closes its own window; or says why it was not. */
export function ProofDone({ fault }: { fault: ProviderFault | null }) {
  const t = useTranslations("signInByProvider");
  useEffect(() => {
    if (fault !== null) return;
    tellProved();
    window.close();
  }, [fault]);
  return (
    <main className="mx-auto grid max-w-sm content-start gap-4 px-4 pt-[12dvh]">
      <h1 className="text-title font-semibold">{t("provedTitle")}</h1>
      <p
        role={fault === null ? "status" : "alert"}
        className={fault === null ? undefined : "rounded-md bg-failed-soft px-3 py-2 text-failed"}
      >
        {fault === null ? t("proved") : t(`faults.${fault}`)}
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={() => window.close()}>{t("close")}</Button>
        <PageLink href="/" className="text-accent underline-offset-2 hover:underline">
          {t("back")}
        </PageLink>
      </div>
    </main>
  );
}
