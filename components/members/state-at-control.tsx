"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { momentInZone, type Period, periodStarts } from "../events/filters/period.ts";
import { timeParts } from "../ui/time/time-text.ts";
import { useEarlyText } from "../ui/use-early-text.ts";

const spans = ["day", "week", "month"] as const satisfies Period[];

/** "State at": now, a usual span back, or a time in the chosen zone. */
export function StateAtControl({ at, onChange }: { at: string | null; onChange: (at: string | null) => void }) {
  const t = useTranslations("stateAt");
  const { zone } = usePreferences();
  const id = useId();
  const shown = at === null ? "" : localTime(at, zone);
  const [typed, setTyped] = useState(shown);
  const field = useEarlyText(setTyped);
  const [known, setKnown] = useState(shown);
  // Going back, or choosing a span, shows its time in the field.
  if (known !== shown) {
    setKnown(shown);
    setTyped(shown);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (typed !== "") onChange(momentInZone(typed, zone));
  }
  return (
    <form method="dialog" onSubmit={submit} className="flex flex-wrap items-end gap-x-3 gap-y-2">
      <fieldset className="flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">{t("title")}</legend>
        <Button size="small" aria-pressed={at === null} onClick={() => onChange(null)} className={pressed}>
          {t("now")}
        </Button>
        {spans.map((span) => (
          <Button key={span} size="small" onClick={() => onChange(periodStarts(span, new Date()).toISOString())}>
            {t(`ago.${span}`)}
          </Button>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-center gap-1.5">
        <label htmlFor={id} className="text-meta text-ink-faint">
          {t("at", { zone: zone === "UTC" ? "UTC" : "KST" })}
        </label>
        <input
          ref={field}
          id={id}
          type="datetime-local"
          step={1}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={`${inputClass} w-52!`}
        />
        <Button type="submit" look={at === null ? "plain" : "primary"} disabled={typed === ""}>
          {t("show")}
        </Button>
      </div>
    </form>
  );
}

const pressed = "aria-pressed:border-accent aria-pressed:bg-accent-soft";

/** A moment as the field takes it: wall-clock time in the zone, to the second. */
function localTime(iso: string, zone: "Asia/Seoul" | "UTC"): string {
  const { date, time } = timeParts(iso, zone);
  return `${date}T${time}`;
}
