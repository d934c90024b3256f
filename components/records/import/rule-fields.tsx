"use client";

import { Trash2 } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "#components/ui/button";
import { Field, inputClass } from "#components/ui/field";
import { useCatalog } from "../../events/words/use-catalog.ts";
import type { RuleDraft } from "./mapping-draft.ts";
import { ColumnOptions, SourceSelect } from "./source-select.tsx";

type Props = {
  rule: RuleDraft;
  place: number;
  columns: readonly string[];
  onChange: (rule: RuleDraft) => void;
  /** Null: it is the only one. */
  onRemove: (() => void) | null;
};

/** One kind of rows: how they are told, which action they become, and where its attributes stand. */
export function RuleFields({ rule, place, columns, onChange, onRemove }: Props) {
  const t = useTranslations("importPage");
  const id = useId();
  const catalog = useCatalog();
  const { when, action, attributes } = rule;
  const known = catalog.get(action ?? "");
  const declared = Object.keys(known?.attributes ?? {});
  const required = known?.required ?? [];
  return (
    <fieldset className="grid gap-3 border-t border-line px-4 py-3">
      <legend className="sr-only">{t("rule", { place })}</legend>
      <div className="flex items-end gap-2">
        <div className="grid min-w-0 flex-1 gap-3 sm:grid-cols-3">
          <Field id={`${id}-when`} label={t("when")}>
            <select
              id={`${id}-when`}
              value={when?.column ?? ""}
              className={inputClass}
              onChange={({ target }) =>
                onChange({
                  ...rule,
                  when: target.value === "" ? null : { column: target.value, value: when?.value ?? "" },
                })
              }
            >
              <option value="">{t("always")}</option>
              <ColumnOptions columns={columns} />
            </select>
          </Field>
          <Field id={`${id}-is`} label={t("is")}>
            <input
              id={`${id}-is`}
              value={when?.value ?? ""}
              disabled={when === null}
              placeholder={when === null ? "" : t("missing")}
              className={inputClass}
              onChange={({ target }) => when !== null && onChange({ ...rule, when: { ...when, value: target.value } })}
            />
          </Field>
          <Field id={`${id}-action`} label={t("becomes")}>
            <select
              id={`${id}-action`}
              value={action ?? ""}
              className={inputClass}
              onChange={({ target }) =>
                onChange({ ...rule, action: target.value === "" ? null : target.value, attributes: {} })
              }
            >
              <option value="">{t("leftOut")}</option>
              {[...catalog.keys()].map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </Field>
        </div>
        {onRemove !== null && (
          <IconButton label={t("removeRule", { place })} onClick={onRemove}>
            <Trash2 aria-hidden className="size-4" />
          </IconButton>
        )}
      </div>
      {declared.length > 0 && (
        <div className="grid gap-2">
          {declared.map((name) => {
            const change = attributes[name] ?? { from: null, to: null };
            return (
              <div key={name} className="grid gap-1 sm:grid-cols-[10rem_1fr_1fr] sm:items-center sm:gap-3">
                <span className="font-mono text-meta break-all">
                  {name}
                  {required.includes(name) && <span className="font-sans text-ink-faint"> · {t("required")}</span>}
                </span>
                {(["from", "to"] as const).map((side) => (
                  <div key={side}>
                    <span aria-hidden className="text-meta text-ink-faint">
                      {t(`side.${side}`)}
                    </span>
                    <SourceSelect
                      label={t(side, { name })}
                      columns={columns}
                      value={change[side]}
                      onChange={(value) =>
                        onChange({ ...rule, attributes: { ...attributes, [name]: { ...change, [side]: value } } })
                      }
                    />
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      )}
    </fieldset>
  );
}
