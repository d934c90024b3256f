"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Field, inputClass } from "#components/ui/field";
import { type MappingDraft, timeFormats } from "./mapping-draft.ts";
import { ColumnOptions, SourceSelect } from "./source-select.tsx";

type Props = { draft: MappingDraft; columns: readonly string[]; onChange: (draft: MappingDraft) => void };

/** What every row has: its own id, the member, the time, and where it came from. */
export function MappingFields({ draft, columns, onChange }: Props) {
  const t = useTranslations("importPage");
  const id = useId();
  const { source, time, newestFirst, context } = draft;
  const ofContext = (name: string) => context.find((one) => one.name === name)?.column ?? "";
  const setContext = (name: string, column: string) => {
    const others = context.filter((one) => one.name !== name);
    onChange({ ...draft, context: column === "" ? others : [...others, { name, column }] });
  };
  return (
    <div className="grid items-start gap-4 px-4 pb-4 sm:grid-cols-2">
      <Field id={`${id}-source`} label={t("source")} hint={t("sourceHint")}>
        <input
          id={`${id}-source`}
          value={source}
          maxLength={200}
          className={inputClass}
          onChange={({ target }) => onChange({ ...draft, source: target.value })}
        />
      </Field>
      <Field id={`${id}-id`} label={t("id")} hint={t("idHint")}>
        <select
          id={`${id}-id`}
          value={draft.id ?? ""}
          className={inputClass}
          onChange={({ target }) => onChange({ ...draft, id: target.value === "" ? null : target.value })}
        >
          <option value="">{t("wholeRow")}</option>
          <ColumnOptions columns={columns} />
        </select>
      </Field>
      <Field id={`${id}-member`} label={t("member")}>
        <SourceSelect
          id={`${id}-member`}
          label={t("member")}
          columns={columns}
          value={draft.member}
          onChange={(member) => onChange({ ...draft, member })}
        />
      </Field>
      <Field id={`${id}-time`} label={t("time")}>
        <select
          id={`${id}-time`}
          value={time.column}
          className={inputClass}
          onChange={({ target }) => onChange({ ...draft, time: { ...time, column: target.value } })}
        >
          <option value="">{t("nothing")}</option>
          <ColumnOptions columns={columns} />
        </select>
      </Field>
      <Field id={`${id}-format`} label={t("format")} hint={t("formatHint")}>
        <input
          id={`${id}-format`}
          list={`${id}-formats`}
          value={time.format}
          className={inputClass}
          onChange={({ target }) => onChange({ ...draft, time: { ...time, format: target.value } })}
        />
        <datalist id={`${id}-formats`}>
          {timeFormats.map((format) => (
            <option key={format} value={format} />
          ))}
        </datalist>
      </Field>
      <Field id={`${id}-zone`} label={t("zone")} hint={t("zoneHint")}>
        <input
          id={`${id}-zone`}
          value={time.zone}
          className={inputClass}
          onChange={({ target }) => onChange({ ...draft, time: { ...time, zone: target.value } })}
        />
      </Field>
      {(["ip", "deviceId"] as const).map((name) => (
        <Field key={name} id={`${id}-${name}`} label={t(name)}>
          <select
            id={`${id}-${name}`}
            value={ofContext(name)}
            className={inputClass}
            onChange={({ target }) => setContext(name, target.value)}
          >
            <option value="">{t("nothing")}</option>
            <ColumnOptions columns={columns} />
          </select>
        </Field>
      ))}
      <Field id={`${id}-order`} label={t("order")} hint={t("orderHint")}>
        <select
          id={`${id}-order`}
          value={newestFirst === null ? "" : String(newestFirst)}
          className={inputClass}
          onChange={({ target }) =>
            onChange({ ...draft, newestFirst: target.value === "" ? null : target.value === "true" })
          }
        >
          <option value="">{t("orderUnsaid")}</option>
          <option value="false">{t("oldestFirst")}</option>
          <option value="true">{t("newestFirst")}</option>
        </select>
      </Field>
    </div>
  );
}
