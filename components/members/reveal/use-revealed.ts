"use client";

import { useEffect, useState } from "react";
import type { Revealed, RevealField } from "#server/vocabulary/choices/reveal-choices";

/** A clear value on the screen, and until when by this browser's clock. */
export type Shown = { field: RevealField; value: string; endsAtMs: number };

/**
 * The one clear value of this page. It is forgotten when its time is over, when it is put away, and when the page is left; nothing else keeps it.
 */
export function useRevealed() {
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(() => setShown(null), Math.max(0, shown.endsAtMs - Date.now()));
    return () => clearTimeout(timer);
  }, [shown]);
  return {
    shown,
    show: (field: RevealField, { value, forMs }: Revealed) => setShown({ field, value, endsAtMs: Date.now() + forMs }),
    putAway: () => setShown(null),
  };
}
