"use client";

import { useMemo, useState } from "react";
import { useShortcuts } from "../ui/keys/use-shortcuts.ts";

/** The events that are chosen in a list, to be copied together. */
export type ChosenEvents = {
  has: (id: string) => boolean;
  toggle: (id: string) => void;
  clear: () => void;
  count: number;
};

/** Choosing by the box of a row, or by x on the row that has the focus. */
export function useChosenEvents(): ChosenEvents {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const chosen = useMemo(
    () => ({
      count: ids.size,
      has: (id: string) => ids.has(id),
      clear: () => setIds(new Set()),
      toggle: (id: string) =>
        setIds((before) => {
          const after = new Set(before);
          if (!after.delete(id)) after.add(id);
          return after;
        }),
    }),
    [ids],
  );
  useShortcuts({
    x: () => {
      const row = document.activeElement;
      const id = row instanceof HTMLElement ? row.dataset.event : undefined;
      if (id !== undefined) chosen.toggle(id);
    },
  });
  return chosen;
}
