"use client";

import { CalendarRange, Plus, TriangleAlert } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { PeriodForm } from "#components/events/filters/period-form";
import { StepCard } from "#components/events/sequences/step-card";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button, buttonClass } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { faultText } from "#server/vocabulary/condition-faults";
import { MOST_STEPS, type Sequence, type SequenceStep, sequenceKeys } from "#server/vocabulary/sequence/sequence";
import { sequenceFaultText } from "#server/vocabulary/sequence/sequence-faults";
import type { ReadSequence } from "#server/vocabulary/sequence/sequence-params";
import { sayPeriod } from "../filters/period.ts";
import { SpanField } from "./span-field.tsx";

const emptyStep: SequenceStep = { conditions: [], times: 1, isAbsent: false };

/** The question as it is read aloud: whose events, within what time, then the steps from the first to the last. */
export function SequenceEditor({ read, onChange }: { read: ReadSequence; onChange: (sequence: Sequence) => void }) {
  const { sequence, faults, conditionFaults } = read;
  const t = useTranslations("sequences");
  const { locale } = usePreferences();
  const id = useId();
  const { by, withinSeconds, steps } = sequence;
  const change = (part: Partial<Sequence>) => onChange({ ...sequence, ...part });
  const wrong = [
    ...faults.map((fault) => sequenceFaultText(fault, locale)),
    ...conditionFaults.map((fault) => faultText(fault, locale)),
  ];
  return (
    <section aria-label={t("editor")} className="mb-4 grid gap-3 rounded-lg border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <label htmlFor={`${id}-by`} className="flex items-center gap-2">
          {t("by")}
          <select
            id={`${id}-by`}
            value={by}
            onChange={({ target }) => change({ by: sequenceKeys.find((key) => key === target.value) ?? "member" })}
            className={`${inputClass} w-auto!`}
          >
            {sequenceKeys.map((key) => (
              <option key={key} value={key}>
                {t(`keys.${key}`)}
              </option>
            ))}
          </select>
        </label>
        <SpanField
          label={t("within")}
          seconds={withinSeconds}
          onChange={(seconds) => change({ withinSeconds: seconds })}
        />
        <PeriodChoice period={sequence.period} onChange={(period) => change({ period })} />
      </div>
      <ol className="grid gap-2">
        {steps.map((step, n) => (
          <StepCard
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            key={n}
            n={n}
            step={step}
            isLast={n === steps.length - 1}
            onChange={(changed) => change({ steps: steps.map((one, at) => (at === n ? changed : one)) })}
            onRemove={() => change({ steps: steps.filter((_, at) => at !== n) })}
          />
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-3">
        <Button
          size="small"
          disabled={steps.length >= MOST_STEPS}
          onClick={() => change({ steps: [...steps, emptyStep] })}
        >
          <Plus aria-hidden className="size-3.5" />
          {steps.length === 0 ? t("addFirst") : t("addStep")}
        </Button>
        <span className="text-meta text-ink-faint">{t("most", { count: MOST_STEPS })}</span>
      </div>
      {wrong.length > 0 && steps.length > 0 && (
        <ul role="status" className="grid gap-1 text-missed">
          {wrong.map((text) => (
            <li key={text} className="flex items-start gap-2 wrap-anywhere">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {text}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** When the first event happened. */
function PeriodChoice({ period, onChange }: { period: string | null; onChange: (period: string | null) => void }) {
  const t = useTranslations("sequences");
  const { zone } = usePreferences();
  const said = period === null ? null : sayPeriod(period, zone);
  const text = said === null ? t("anyTime") : `${said.from ?? ""} – ${said.to ?? t("now")}`.trim();
  return (
    <Popover
      label={`${t("period")}: ${text}`}
      triggerClass={buttonClass("plain")}
      className="w-[min(24rem,calc(100vw-2rem))]"
      trigger={
        <>
          <CalendarRange aria-hidden className="size-3.5" />
          <span className="text-ink-faint">{t("period")}</span> <span className="truncate">{text}</span>
        </>
      }
    >
      {(close) => (
        <div className="grid gap-3 p-2">
          <PeriodForm
            onPeriod={(range) => {
              onChange(range);
              close();
            }}
          />
          {period !== null && (
            <Button
              look="ghost"
              onClick={() => {
                onChange(null);
                close();
              }}
            >
              {t("anyTime")}
            </Button>
          )}
        </div>
      )}
    </Popover>
  );
}
