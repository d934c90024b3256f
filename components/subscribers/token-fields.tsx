"use client";

import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Field, inputClass } from "#components/ui/field";

const USUAL = ["state", "joinedAt", "name", "phone", "email", "address"] as const;

/** Which fields of a member a token may read: the usual ones to tick, others by name. */
export function TokenFields({ fields, onChange }: { fields: string[]; onChange: (fields: string[]) => void }) {
  const t = useTranslations("tokens");
  const id = useId();
  const [others, setOthers] = useState("");
  const usual = fields.filter((field) => USUAL.some((one) => one === field));
  const toList = (text: string) => text.split(/[\s,]+/).filter((name) => name !== "");
  return (
    <div className="grid gap-3">
      <fieldset>
        <legend className="pb-1 font-medium">{t("fields")}</legend>
        <p className="pb-1.5 text-meta text-ink-faint">{t("fieldsHint")}</p>
        <div className="flex flex-wrap gap-x-4 gap-y-1.5">
          {USUAL.map((field) => (
            <label key={field} className="inline-flex items-center gap-1.5">
              <input
                type="checkbox"
                checked={usual.includes(field)}
                onChange={({ target }) =>
                  onChange([
                    ...(target.checked ? [...usual, field] : usual.filter((one) => one !== field)),
                    ...toList(others),
                  ])
                }
                className="size-4 accent-accent"
              />
              <span className="font-mono text-meta">{field}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <Field id={id} label={t("others")} hint={t("othersHint")}>
        <input
          id={id}
          value={others}
          onChange={({ target }) => {
            setOthers(target.value);
            onChange([...usual, ...toList(target.value)]);
          }}
          aria-describedby={`${id}-hint`}
          className={`${inputClass} font-mono`}
        />
      </Field>
    </div>
  );
}
