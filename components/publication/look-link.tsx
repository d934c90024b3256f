"use client";

import Link from "next/link";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";

/** From a banner that tells of trouble with publication to the page that shows it, for those who may see it. */
export function LookLink() {
  const t = useTranslations("incident");
  if (!useMay("publication:see")) return null;
  return (
    <Link href="/publication" prefetch={false} className="shrink-0 font-medium underline underline-offset-2">
      {t("look")}
    </Link>
  );
}
