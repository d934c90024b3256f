"use client";

import { Plus } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { buttonClass } from "#components/ui/button";
import { FailedState } from "#components/ui/failed-state";
import { inputClass } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { RowsLoading } from "#components/ui/skeleton";
import { type Condition, type Field, fieldNames } from "#server/vocabulary/conditions";
import { usePart } from "../../ui/use-part.ts";
import type { ConditionFormProps } from "./condition-form.tsx";

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
          <LazyConditionForm key={field} {...{ field, conditions, onChange }} onDone={close} />
        </div>
      )}
    </Popover>
  );
}

/** Asks for the values, fetched as soon as the button stands: with the form come its suggestions and what may be wrong with what is written. */
function LazyConditionForm(props: ConditionFormProps) {
  const t = useTranslations("common");
  const { Part: ConditionForm, error, retry, retrying } = usePart("condition-form", loadForm);
  if (ConditionForm !== undefined) return <ConditionForm {...props} />;
  if (error !== null) return <FailedState what={t("failed")} error={error} onRetry={retry} retrying={retrying} />;
  return <RowsLoading label={t("loading")} rows={4} />;
}

function loadForm() {
  return import("./condition-form.tsx").then((module) => module.ConditionForm);
}
