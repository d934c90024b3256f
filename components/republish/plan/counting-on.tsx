"use client";

import { useFormatter, useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import type { Counting } from "./use-counted-plan.ts";

/** How far a set is counted that takes long, and the way to stop and to go on. */
export function CountingOn({ counting: { progress, error, isOn, stop, goOn } }: { counting: Counting }) {
  const t = useTranslations("counting");
  const format = useFormatter();
  const { counted, share } = progress ?? { counted: 0, share: 0 };
  return (
    <section aria-label={t("label")} className="grid gap-2 rounded-lg bg-raised px-4 py-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="tabular font-medium">
          {t(isOn ? "soFar" : "stopped", {
            count: counted,
            number: format.number(counted),
            share: format.number(share, { style: "percent" }),
          })}
        </p>
        {isOn ? <Button onClick={stop}>{t("stop")}</Button> : <Button onClick={goOn}>{t("goOn")}</Button>}
      </div>
      <progress
        max={1}
        value={share}
        aria-label={t("label")}
        className="h-2 w-full appearance-none overflow-hidden rounded-full bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <p className="text-meta text-ink-soft">{t("hint")}</p>
      {error !== null && <FormFault error={error} />}
    </section>
  );
}
