"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { inputClass } from "#components/ui/field";

const units = { minutes: 60, hours: 3600, days: 86_400 } as const;
const unitNames = ["minutes", "hours", "days"] as const;

/** A length of time as a number and its unit. */
export function SpanField(props: { label: string; seconds: number; onChange: (seconds: number) => void }) {
  const { label, seconds, onChange } = props;
  const t = useTranslations("sequences");
  const id = useId();
  const fitting = [...unitNames].reverse().find((unit) => seconds % units[unit] === 0 && seconds > 0) ?? "minutes";
  const [chosen, setChosen] = useState<(typeof unitNames)[number] | null>(null);
  const unit = chosen !== null && seconds % units[chosen] === 0 ? chosen : fitting;
  return (
    <span className="flex items-center gap-2">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={1}
        step={1}
        value={seconds === 0 ? "" : seconds / units[unit]}
        onChange={({ target }) => onChange(Math.round(Number(target.value) * units[unit]))}
        className={`${inputClass} w-20!`}
      />
      <select
        aria-label={t("unit")}
        value={unit}
        onChange={({ target }) => {
          const next = unitNames.find((one) => one === target.value) ?? "minutes";
          setChosen(next);
          onChange((seconds / units[unit]) * units[next]);
        }}
        className={`${inputClass} w-auto!`}
      >
        {unitNames.map((one) => (
          <option key={one} value={one}>
            {t(`units.${one}`)}
          </option>
        ))}
      </select>
    </span>
  );
}
