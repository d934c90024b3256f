"use client";

import type { ReactNode } from "react";
import { useFormatter, useTranslations } from "use-intl";

type Props = { value: number; floor?: boolean; children?: ReactNode };

/**
 * A number with its thousands grouped; `floor` marks one that is at least so much. A unit that the mark must follow, as
 * in Korean ("50건 이상"), is its content.
 */
export function Count({ value, floor = false, children }: Props) {
  const format = useFormatter();
  const t = useTranslations("common");
  return (
    <span className="tabular">
      {format.number(value)}
      {children}
      {floor && t("orMore")}
    </span>
  );
}
