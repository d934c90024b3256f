"use client";

import { type RefObject, useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** Shorter lists are drawn whole. */
const WHOLE = 120;
/** Rows drawn above and below what is seen, and the step in which the drawn part moves. */
const BEYOND = 24;
const STEP = 8;
/** The bar at the top lies over the page. */
const TOP_BAR = 48;

/** The part of a list that is drawn: rows from `first` to before `last`, and how high each is. */
type Drawn = { first: number; last: number; rowHeight: number };

/** `above` and `below` are the heights that the rows not drawn would have. */
export type WindowedRows = Pick<Drawn, "first" | "last"> & {
  above: number;
  below: number;
  /** The first row that is seen whole. */
  firstSeen: () => number;
  /** Brings a row into sight and draws it. */
  reveal: (index: number) => void;
};

/**
 * Draws of a long list only what is seen, so that a hundred thousand rows scroll like fifty. All rows are equally high and
 * carry `data-row` with their index; the page scrolls, not the list.
 */
export function useWindowedRows(body: RefObject<HTMLElement | null>, count: number): WindowedRows {
  const [drawn, setDrawn] = useState<Drawn>({ first: 0, last: WHOLE, rowHeight: 0 });
  const isWindowed = count > WHOLE;
  const look = useCallback(() => {
    const list = body.current;
    if (list !== null) setDrawn((before) => drawnOf(list, before));
  }, [body]);
  useEffect(() => {
    if (!isWindowed) return;
    look();
    const sizes = new ResizeObserver(look);
    if (body.current !== null) sizes.observe(body.current);
    window.addEventListener("scroll", look, { passive: true });
    window.addEventListener("resize", look);
    return () => {
      sizes.disconnect();
      window.removeEventListener("scroll", look);
      window.removeEventListener("resize", look);
    };
  }, [isWindowed, look, body]);

  const first = isWindowed ? Math.min(drawn.first, Math.max(0, count - BEYOND)) : 0;
  const last = isWindowed ? Math.min(count, Math.max(drawn.last, first + BEYOND)) : count;
  const { rowHeight } = drawn;
  return {
    first,
    last,
    above: Math.round(first * rowHeight),
    below: Math.round((count - last) * rowHeight),
    firstSeen: () => {
      const top = body.current?.getBoundingClientRect().top ?? 0;
      return rowHeight === 0 ? 0 : Math.max(0, Math.ceil((TOP_BAR - top) / rowHeight));
    },
    reveal: (index) => {
      const list = body.current;
      if (list === null || !isWindowed || rowHeight === 0) return;
      const top = list.getBoundingClientRect().top + index * rowHeight;
      const over = top + rowHeight - window.innerHeight;
      if (top < TOP_BAR) window.scrollBy(0, top - TOP_BAR);
      else if (over > 0) window.scrollBy(0, over);
      flushSync(look);
    },
  };
}

/** What of the list must be drawn where the page stands now; the same object while nothing changes. */
function drawnOf(list: HTMLElement, before: Drawn): Drawn {
  const rows = list.querySelectorAll("tr[data-drawn]");
  const [top, bottom] = [rows.item(0), rows.item(rows.length - 1)];
  if (top === null || bottom === null) return before;
  const rowHeight = (bottom.getBoundingClientRect().bottom - top.getBoundingClientRect().top) / rows.length;
  const above = -list.getBoundingClientRect().top;
  const first = stepped(Math.floor(above / rowHeight) - BEYOND);
  const last = stepped(Math.ceil((above + window.innerHeight) / rowHeight) + BEYOND + STEP);
  const isSame =
    first === before.first && last === before.last && Math.abs(rowHeight - before.rowHeight) * last < rowHeight;
  return isSame ? before : { first, last, rowHeight };
}

function stepped(index: number): number {
  return Math.max(0, Math.floor(index / STEP) * STEP);
}
