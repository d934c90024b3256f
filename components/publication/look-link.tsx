"use client";

import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { PageLink } from "#components/ui/page-link";

/** From a banner that tells of trouble with publication to the page that shows it, for those who may see it. */
export function LookLink() {
  const t = useTranslations("incident");
  if (!useMay("publication:see")) return null;
  return (
    <PageLink href="/publication" className="shrink-0 font-medium underline underline-offset-2">
      {t("look")}
    </PageLink>
  );
}
