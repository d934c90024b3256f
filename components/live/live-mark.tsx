"use client";

import { useTranslations } from "use-intl";

/** Says that what stands here changes by itself as it happens. */
export function LiveMark() {
  const t = useTranslations("live");
  return (
    <span title={t("hint")} className="inline-flex items-center gap-1 whitespace-nowrap text-published">
      <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2 fill-current">
        <circle cx="4" cy="4" r="4" />
      </svg>
      {t("on")}
    </span>
  );
}
