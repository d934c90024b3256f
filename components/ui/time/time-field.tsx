"use client";

import { type RefObject, useId } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { inputClass } from "#components/ui/field";
import { readTypedTime } from "./read-typed-time.ts";
import { sayMoment } from "./say-moment.ts";
import { zoneName } from "./time-text.ts";

/** A time to type in the console's language and zone, or to paste; below it stands how it is understood. */
export function TimeField(props: {
  label: string;
  value: string;
  onChange: (typed: string) => void;
  /** Where the field stands on the first page: `useEarlyText`. */
  field?: RefObject<HTMLInputElement | null>;
  /** What an empty field means; else it says how to write a time. */
  hint?: string;
  /** Whether times in the future are meant. */
  isAhead?: boolean;
}) {
  const { label, value, onChange, field, hint, isAhead = false } = props;
  const t = useTranslations("timeField");
  const { zone } = usePreferences();
  const id = useId();
  const read = value.trim() === "" ? null : readTypedTime(value, { now: new Date(), zone, isAhead });
  const isWrong = value.trim() !== "" && read === null;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <input
        ref={field}
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        placeholder={t("example")}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong}
        aria-describedby={`${id}-hint`}
        className={`${inputClass} aria-invalid:border-failed`}
      />
      <p id={`${id}-hint`} role="status" className={`text-meta ${isWrong ? "text-missed" : "text-ink-faint"}`}>
        {isWrong && t("wrong")}
        {!isWrong &&
          (read === null
            ? (hint ?? t("hint", { zone: zoneName(zone) }))
            : `${sayMoment(read, zone)} ${zoneName(zone)}`)}
      </p>
    </div>
  );
}
