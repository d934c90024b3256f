"use client";

import { LoaderCircle } from "lucide-react";
import { useTranslations } from "use-intl";

/** Stands above rows of the search before, while the answer to another one is on its way. */
export function SearchingNote() {
  const t = useTranslations("events");
  return (
    <p role="status" className="flex items-center gap-2 border-b border-line bg-raised px-4 py-2 text-ink-soft">
      <LoaderCircle aria-hidden className="size-4 shrink-0 motion-safe:animate-spin" />
      {t("ofBefore")}
    </p>
  );
}
