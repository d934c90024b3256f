"use client";

import { useFormatter } from "use-intl";

/** A number with its thousands grouped; `floor` marks one that is at least so much. */
export function Count({ value, floor = false }: { value: number; floor?: boolean }) {
  const format = useFormatter();
  return (
    <span className="tabular">
      {format.number(value)}
      {floor && "+"}
    </span>
  );
}
