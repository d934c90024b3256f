"use client";

import type { RefObject } from "react";
import { useShortcuts } from "./use-shortcuts.ts";

/** j and k move the focus over the elements marked `data-row` inside the list; enter is the row's own. */
export function useRowKeys(list: RefObject<HTMLElement | null>) {
  function move(step: 1 | -1) {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.matches(":focus"));
    const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
    rows[next]?.focus();
    rows[next]?.scrollIntoView({ block: "nearest" });
  }
  useShortcuts({ j: () => move(1), k: () => move(-1) });
}
