"use client";

import { Plus } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { ConditionForm } from "#components/events/filters/condition-form";
import { buttonClass } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { type Condition, type Field, fieldNames } from "#server/vocabulary/conditions";

type Props = {
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
  without: readonly Field[];
};

/** What people ask for most stands first. */
const FIRST: readonly Field[] = ["action", "occurred", "member", "attribute"];

/** Adds a condition: first what it is about, then how it compares, then its values. */
export function AddFilter({ conditions, onChange, without }: Props) {
  const t = useTranslations("filter");
  const [field, setField] = useState<Field>("action");
  const id = useId();
  const offered = [...FIRST, ...fieldNames.filter((name) => !FIRST.includes(name))].filter(
    (name) => !without.includes(name),
  );
  return (
    <Popover
      label={t("add")}
      triggerClass={buttonClass("plain", "small")}
      className="w-[min(26rem,calc(100vw-2rem))]"
      trigger={
        <>
          <Plus aria-hidden className="size-3.5" />
          {t("add")}
        </>
      }
    >
      {(close) => (
        <div className="grid gap-3 p-2">
          <div className="grid gap-1">
            <label htmlFor={id} className="text-meta text-ink-faint">
              {t("about")}
            </label>
            <select
              id={id}
              value={field}
              onChange={(event) => setField(offered.find((name) => name === event.target.value) ?? "action")}
              className={inputClass}
            >
              {offered.map((name) => (
                <option key={name} value={name}>
                  {t(`fields.${name}`)}
                </option>
              ))}
            </select>
          </div>
          <ConditionForm key={field} field={field} conditions={conditions} onChange={onChange} onDone={close} />
        </div>
      )}
    </Popover>
  );
}
