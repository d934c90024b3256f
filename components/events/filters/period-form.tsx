"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { Field, inputClass } from "#components/ui/field";
import type { EventFilter } from "#server/vocabulary/event-filter";
import { momentInZone, periodStarts, periods } from "./period.ts";

/** The period by a usual span back from now, or from and to in the chosen zone. */
export function PeriodForm({ filter, onChange }: { filter: EventFilter; onChange: (filter: EventFilter) => void }) {
  const t = useTranslations("filter");
  const id = useId();
  const { zone } = usePreferences();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const { from: _from, to: _to, ...others } = filter;

  function submit(event: FormEvent) {
    event.preventDefault();
    onChange({
      ...others,
      ...(from !== "" && { from: momentInZone(from, zone) }),
      ...(to !== "" && { to: momentInZone(to, zone) }),
    });
  }
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap gap-1.5">
        {periods.map((period) => (
          <Button
            key={period}
            size="small"
            onClick={() => onChange({ ...others, from: periodStarts(period, new Date()).toISOString() })}
          >
            {t(`periods.${period}`)}
          </Button>
        ))}
      </div>
      <form onSubmit={submit} className="grid gap-2.5">
        <Field id={`${id}-from`} label={t("fields.from")} hint={t("inZone", { zone })}>
          <input
            id={`${id}-from`}
            type="datetime-local"
            value={from}
            onChange={(event) => setFrom(event.target.value)}
            className={inputClass}
          />
        </Field>
        <Field id={`${id}-to`} label={t("fields.to")}>
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
