"use client";

import { type RefObject, useRef } from "react";
import { useShortcuts } from "./use-shortcuts.ts";

/** A list of which only a part is drawn: how many rows it has, the first that is seen, and how to bring one into sight. */
type LongList = { count: number; firstSeen: () => number; reveal: (index: number) => void };

/**
 * j and k move the focus over the elements marked `data-row` inside the list; enter is the row's own. In a long list the mark
 * holds the row's index, and a row that was scrolled away is gone on from.
 */
export function useRowKeys(list: RefObject<HTMLElement | null>, long?: LongList) {
  const left = useRef<number | null>(null);
  const rowsNow = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  function move(step: 1 | -1) {
    const rows = rowsNow();
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.matches(":focus"));
    const next = at === -1 ? (step === 1 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step));
    rows[next]?.focus();
    rows[next]?.scrollIntoView({ block: "nearest" });
  }
  function moveInLong(step: 1 | -1, { count, firstSeen, reveal }: LongList) {
    const rows = rowsNow();
    const isDrawn = rows.some((row) => indexOf(row) === left.current);
    const at = indexOf(rows.find((row) => row.matches(":focus"))) ?? (isDrawn ? null : left.current);
    const start = step === 1 ? firstSeen() : (indexOf(rows.at(-1)) ?? 0);
    const next = Math.min(count - 1, Math.max(0, at === null ? start : at + step));
    reveal(next);
    const row = rowsNow().find((one) => indexOf(one) === next);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
    left.current = next;
  }
  const go = (step: 1 | -1) => (long === undefined ? move(step) : moveInLong(step, long));
  useShortcuts({ j: () => go(1), k: () => go(-1) });
}

/** Which row of a long list an element marks; null for none. */
export function indexOf(row: HTMLElement | undefined): number | null {
  const index = row?.dataset.row;
  return index === undefined || index === "" ? null : Number(index);
}
