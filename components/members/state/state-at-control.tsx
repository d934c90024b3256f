"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { TimeField } from "#components/ui/time/time-field";
import { type Period, periodStarts } from "../../events/filters/period.ts";
import { readTypedTime } from "../../ui/time/read-typed-time.ts";
import { sayMoment } from "../../ui/time/say-moment.ts";
import { useEarlyText } from "../../ui/use-early-text.ts";

const spans = ["day", "week", "month"] as const satisfies Period[];

/** "State at": now, a usual span back, or a time as it is typed. */
export function StateAtControl(props: { written: string | null; onChange: (written: string | null) => void }) {
  const { written, onChange } = props;
  const t = useTranslations("stateAt");
  const { zone } = usePreferences();
  const shown = written === null ? "" : sayMoment(written, zone);
  const [typed, setTyped] = useState(shown);
  const field = useEarlyText(setTyped);
  const [known, setKnown] = useState(shown);
  // Going back, or choosing a span, shows its time in the field.
  if (known !== shown) {
    setKnown(shown);
    setTyped(shown);
  }
  const read = readTypedTime(typed, { now: new Date(), zone });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (read !== null) onChange(read);
  }
  return (
    <form method="dialog" onSubmit={submit} className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <fieldset className="mt-6 flex flex-wrap items-center gap-1.5">
        <legend className="sr-only">{t("title")}</legend>
        <Button size="small" aria-pressed={written === null} onClick={() => onChange(null)} className={pressed}>
          {t("now")}
        </Button>
        {spans.map((span) => (
          <Button key={span} size="small" onClick={() => onChange(periodStarts(span, new Date()).toISOString())}>
            {t(`ago.${span}`)}
          </Button>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-start gap-1.5">
        <TimeField field={field} label={t("at")} value={typed} onChange={setTyped} />
        <Button type="submit" look={written === null ? "plain" : "primary"} disabled={read === null} className="mt-6">
          {t("show")}
        </Button>
      </div>
    </form>
  );
}

const pressed = "aria-pressed:border-accent aria-pressed:bg-accent-soft";
