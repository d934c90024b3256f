"use client";

import { EyeOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "#components/ui/copy-button";
import { GivenText } from "#components/ui/given-text";
import type { Shown } from "./use-revealed.ts";

/** A clear value, marked so that nobody leaves it on the screen, with the time it has left and the way to put it away at once. */
export function RevealedValue({ shown, onPutAway }: { shown: Shown; onPutAway: () => void }) {
  const t = useTranslations("reveal");
  const left = useSecondsLeft(shown.endsAtMs);
  return (
    <span className="inline-flex flex-wrap items-center gap-x-1 rounded-md border border-missed bg-missed-soft px-1.5">
      <strong className="font-medium wrap-anywhere">
        <GivenText text={shown.value} />
      </strong>
      <CopyButton text={shown.value} label={t("copy")} />
      <span className="tabular text-meta text-ink-soft" title={t("until")}>
        {`${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`}
      </span>
      <button
        type="button"
        onClick={onPutAway}
        aria-label={t("putAway")}
        title={t("putAway")}
        className="inline-flex size-6 items-center justify-center rounded hover:bg-raised"
      >
        <EyeOff aria-hidden className="size-3.5" />
      </button>
    </span>
  );
}

function useSecondsLeft(endsAtMs: number): number {
  const [left, setLeft] = useState(() => secondsUntil(endsAtMs));
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsUntil(endsAtMs)), 1000);
    return () => clearInterval(timer);
  }, [endsAtMs]);
  return left;
}

function secondsUntil(ms: number): number {
  return Math.max(0, Math.ceil((ms - Date.now()) / 1000));
}
