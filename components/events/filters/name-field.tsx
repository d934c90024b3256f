"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { useSayName } from "#components/events/words/attribute-name";
import { Field, inputClass } from "#components/ui/field";
import type { Field as FieldName } from "#server/vocabulary/conditions";
import { useAttributeNames } from "./use-value-suggestions.ts";

type Props = { field: FieldName; value: string; onChange: (name: string) => void };

/** The name that a condition looks at: an attribute or a path in it, a circumstance, an SNS attribute; or the topic. */
export function NameField({ field, value, onChange }: Props) {
  const t = useTranslations("filter");
  const sayName = useSayName();
  const id = useId();
  // Personal values stand masked in events and are searched in the search box, not here.
  const names = useAttributeNames();
  if (field === "publication") {
    return (
      <Field id={id} label={t("layer")}>
        <select id={id} value={value} onChange={(event) => onChange(event.target.value)} className={inputClass}>
          <option value="">{t("anyLayer")}</option>
          <option value="internal">internal</option>
          <option value="external">external</option>
        </select>
      </Field>
    );
  }
  return (
    <Field id={id} label={t("name")} hint={field === "sns" ? undefined : t("path")}>
      <input
        id={id}
        list={`${id}-names`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete="off"
        spellCheck={false}
        className={inputClass}
      />
      {field !== "context" && field !== "sns" && (
        <datalist id={`${id}-names`}>
          {names.map((name) => (
            <option key={name} value={name}>
              {sayName(name)}
            </option>
          ))}
        </datalist>
      )}
    </Field>
  );
}
