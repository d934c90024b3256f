"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { Field, inputClass } from "#components/ui/field";
import { rangeOf } from "#server/vocabulary/condition-values";
import { dayInZone, minutesInZone, periodStarts, periods } from "./period.ts";

/** The period by a usual span back from now, a whole day, or from and until in the chosen zone. */
export function PeriodForm({ onPeriod }: { onPeriod: (range: string) => void }) {
  const t = useTranslations("filter");
  const id = useId();
  const { zone } = usePreferences();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [day, setDay] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    if (from !== "" || to !== "") onPeriod(minutesInZone(from, to, zone));
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
      <Field id={`${id}-day`} label={t("day")} hint={t("inZone", { zone })}>
        <div className="flex gap-2">
          <input
            id={`${id}-day`}
            type="date"
            value={day}
            onChange={(event) => setDay(event.target.value)}
            className={inputClass}
          />
          <Button disabled={day === ""} onClick={() => onPeriod(dayInZone(day, zone))}>
            {t("apply")}
          </Button>
        </div>
      </Field>
      <form onSubmit={submit} className="grid gap-2.5">
        <Field id={`${id}-from`} label={t("from")} hint={t("inZone", { zone })}>
          <input
            id={`${id}-from`}
            type="datetime-local"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
            className={inputClass}
          />
        </Field>
        <Field id={`${id}-to`} label={t("until")}>
          <input
            id={`${id}-to`}
            type="datetime-local"
            value={to}
            onChange={(event) => setTo(event.target.value)}
            className={inputClass}
          />
        </Field>
        <Button type="submit" look="primary" disabled={from === "" && to === ""}>
          {t("apply")}
        </Button>
      </form>
    </div>
  );
}
