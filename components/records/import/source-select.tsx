"use client";

import { useTranslations } from "use-intl";
import { inputClass } from "#components/ui/field";
import type { Source } from "./mapping-draft.ts";

/** Chooses where a value comes from: nowhere, a column, or a text that is the same for every row. */
export function SourceSelect(props: {
  id?: string;
  label?: string;
  columns: readonly string[];
  value: Source;
  onChange: (value: Source) => void;
}) {
  const { id, label, columns, value, onChange } = props;
  const t = useTranslations("importPage");
  const chosen = value === null ? "none" : "column" in value ? `column ${value.column}` : "constant";
  return (
    <div className="flex min-w-0 gap-2">
      <select
        id={id}
        aria-label={label}
        value={chosen}
        className={inputClass}
        onChange={({ target }) => {
          if (target.value === "none") onChange(null);
          else if (target.value === "constant") onChange({ constant: "" });
          else onChange({ column: target.value.slice("column ".length) });
        }}
      >
        <option value="none">{t("nothing")}</option>
        <option value="constant">{t("constant")}</option>
        <ColumnOptions columns={columns} prefix="column " />
      </select>
      {value !== null && "constant" in value && (
        <input
          aria-label={t("constantOf", { label: label ?? "" })}
          value={value.constant}
          className={inputClass}
          onChange={({ target }) => onChange({ constant: target.value })}
        />
      )}
    </div>
  );
}

/** The columns of the file as choices. */
export function ColumnOptions({ columns, prefix = "" }: { columns: readonly string[]; prefix?: string }) {
  return columns.map((column) => (
    <option key={column} value={`${prefix}${column}`}>
      {column}
    </option>
  ));
}
