"use client";

import { KeyRound, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import type { ProviderFault } from "./provider-faults.ts";

type Props = { name: string; fault: ProviderFault | null; next: string | undefined };

/** Leads to the identity provider; says why it did not work the last time. */
export function ProviderButton({ name, fault, next }: Props) {
  const t = useTranslations("signInByProvider");
  const query = next === undefined ? "" : `?${new URLSearchParams({ next })}`;
  return (
    <div className="grid gap-4">
      {fault !== null && (
        <p role="alert" className="flex items-start gap-2 rounded-md bg-failed-soft px-3 py-2 text-failed">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t(`faults.${fault}`)}
        </p>
      )}
      {/* A page of ours would be fetched by the router: this is a way out of the site. */}
      <a
        href={`/api/session/provider${query}`}
        className="inline-flex h-10 items-center justify-center gap-2 rounded-md border border-transparent bg-accent px-3 font-medium text-on-accent hover:bg-accent-strong"
      >
        <KeyRound aria-hidden className="size-4" />
        {t("button", { name })}
      </a>
      <p className="flex items-center gap-3 text-meta text-ink-faint before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t("or")}
      </p>
    </div>
  );
}
