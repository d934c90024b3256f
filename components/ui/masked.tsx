"use client";

import { useTranslations } from "use-intl";
import { GivenText } from "#components/ui/given-text";

/** A personal value in its masked form, hatched so that nobody takes it for the whole value. */
export function Masked({ value }: { value: string }) {
  const t = useTranslations("common");
  return (
    <span title={t("masked")} className="hatch whitespace-nowrap">
      <GivenText text={value} />
    </span>
  );
}
