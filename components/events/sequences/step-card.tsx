"use client";

import { Trash2 } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { FilterBar } from "#components/events/filters/filter-bar";
import { IconButton } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { MOST_EVENTS, type SequenceStep } from "#server/vocabulary/sequence/sequence";

type Props = {
  n: number;
  step: SequenceStep;
  isLast: boolean;
  onChange: (step: SequenceStep) => void;
  onRemove: () => void;
};

/** The period is one for all steps. */
const WITHOUT = ["occurred"] as const;

/** One step: which events, how often at least, or that none of them comes. */
export function StepCard({ n, step, isLast, onChange, onRemove }: Props) {
  const t = useTranslations("sequences");
  const id = useId();
  const { conditions, times, isAbsent } = step;
  return (
    <li className="grid grid-cols-[1.75rem_minmax(0,1fr)_auto] items-start gap-x-2 rounded-md border border-line bg-ground p-2.5">
      <span
        aria-hidden
        className={`mt-0.5 inline-flex size-6 items-center justify-center rounded-full text-meta font-semibold ${isAbsent ? "bg-failed-soft text-failed" : "bg-accent-soft text-accent"}`}
      >
        {n + 1}
      </span>
      <div className="min-w-0">
        <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1.5">
          {n === 0 ? (
            <span className="font-medium">{t("first")}</span>
          ) : (
            <select
              aria-label={t("howStep", { n: n + 1 })}
              value={isAbsent ? "absent" : "then"}
              onChange={({ target }) => onChange({ ...step, isAbsent: target.value === "absent", times: 1 })}
              className={`${inputClass} w-auto! font-medium`}
            >
              <option value="then">{t("then")}</option>
              <option value="absent">{isLast ? t("notAfter") : t("notBetween")}</option>
            </select>
          )}
          {!isAbsent && (
            <label htmlFor={`${id}-times`} className="flex items-center gap-1.5 text-ink-soft">
              {t("atLeast")}
              <input
                id={`${id}-times`}
                type="number"
                min={1}
                max={MOST_EVENTS}
                value={times === 0 ? "" : times}
                onChange={({ target }) => onChange({ ...step, times: Math.floor(Number(target.value)) })}
                className={`${inputClass} w-16!`}
              />
              {t("timesOf")}
            </label>
          )}
        </div>
        <FilterBar
          conditions={conditions}
          faults={[]}
          without={WITHOUT}
          onChange={(changed) => onChange({ ...step, conditions: changed })}
        />
      </div>
      <IconButton label={t("removeStep", { n: n + 1 })} onClick={onRemove}>
        <Trash2 aria-hidden className="size-4" />
      </IconButton>
    </li>
  );
}
