"use client";

import { Repeat2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { buttonClass } from "#components/ui/button";
import { PageLink } from "#components/ui/page-link";

/**
 * Carries what the explorer is asked over into a new republish job: its conditions are the job's conditions.
 *
 * @param query the question as an address asks it; null for one that none can hold, which has no button.
 */
export function RepublishThese({ query }: { query: string | null }) {
  const t = useTranslations("events");
  if (!useMay("republish:send") || query === null) return null;
  return (
    <PageLink href={`/republish/new?${query}`} className={buttonClass()}>
      <Repeat2 aria-hidden className="size-3.5" />
      {t("republishThese")}
    </PageLink>
  );
}
