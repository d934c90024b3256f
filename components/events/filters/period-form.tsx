"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { TimeField } from "#components/ui/time/time-field";
import { rangeOf } from "#server/vocabulary/condition-values";
import { readTypedTime } from "../../ui/time/read-typed-time.ts";
import { periodStarts, periods } from "./period.ts";

/**
 * The period by a usual span back from now, or from and until as they are typed, each for as long as it is written: "until
 * 13:59" holds all of 13:59, and one day as both ends is that whole day.
 */
export function PeriodForm({ onPeriod }: { onPeriod: (range: string) => void }) {
  const t = useTranslations("filter");
  const { zone } = usePreferences();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const clock = { now: new Date(), zone };
  const read = (end: string) => (end.trim() === "" ? "" : readTypedTime(end, clock));
  const [first, last] = [read(from), read(to)];
  const isReadable = first !== null && last !== null && (first !== "" || last !== "");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReadable) onPeriod(rangeOf(first, last));
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {periods.map((period) => (
          <Button
            key={period}
            size="small"
            onClick={() => onPeriod(rangeOf(periodStarts(period, new Date()).toISOString(), ""))}
          >
            {t(`periods.${period}`)}
          </Button>
        ))}
      </div>
      <form onSubmit={submit} className="grid gap-2.5">
        <TimeField label={t("from")} value={from} onChange={setFrom} />
        <TimeField label={t("until")} value={to} onChange={setTo} />
        <Button type="submit" look="primary" disabled={!isReadable}>
          {t("apply")}
        </Button>
      </form>
    </div>
  );
}
