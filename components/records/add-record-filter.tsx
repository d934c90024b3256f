"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PeriodForm } from "#components/events/filters/period-form";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button, buttonClass } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import { endsOf } from "#server/vocabulary/condition-values";
import type { RecordFilterField, RecordView } from "#server/vocabulary/record-view";
import type { RecordParams } from "./record-params.ts";

type Props = {
  view: RecordView;
  asked: RecordParams;
  onChange: (asked: RecordParams) => void;
  ofOneMember: boolean;
};

const PERIOD = "period";
const MEMBER = "member";
const LONGEST = 200;

/** Adds a condition: first what it is about, then its value. */
export function AddRecordFilter({ view, asked, onChange, ofOneMember }: Props) {
  const t = useTranslations("filter");
  const { locale } = usePreferences();
  const id = useId();
  const kinds = [
    { name: PERIOD, label: t("fields.occurred") },
    ...(ofOneMember ? [] : [{ name: MEMBER, label: t("fields.member") }]),
    // Apart from the two above, whatever a view calls its own.
    ...view.filters.map(({ name, label }) => ({ name: `own ${name}`, label: label[locale] })),
  ];
  const [chosen, setChosen] = useState(PERIOD);
  const kind = kinds.some(({ name }) => name === chosen) ? chosen : PERIOD;
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
            <select id={id} value={kind} onChange={(event) => setChosen(event.target.value)} className={inputClass}>
              {kinds.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <Condition
            key={kind}
            kind={kind}
            view={view}
            asked={asked}
            onChange={(next) => {
              onChange(next);
              close();
            }}
          />
        </div>
      )}
    </Popover>
  );
}

function Condition({ kind, view, asked, onChange }: Omit<Props, "ofOneMember"> & { kind: string }) {
  const t = useTranslations("filter");
  if (kind === PERIOD) {
    const { own } = asked.filters;
    return (
      <PeriodForm
        onPeriod={(range) => {
          const [from, to] = endsOf(range);
          const period = { ...(from !== "" && { from }), ...(to !== "" && { to }) };
          onChange({ ...asked, filters: { ...period, ...(own !== undefined && { own }) } });
        }}
      />
    );
  }
  if (kind === MEMBER) {
    return <TextForm label={t("hints.member")} onAdd={(memberId) => onChange({ ...asked, memberId })} />;
  }
  const field = view.filters.find(({ name }) => `own ${name}` === kind);
  if (field === undefined) return null;
  const add = (value: string) =>
    onChange({ ...asked, filters: { ...asked.filters, own: { ...asked.filters.own, [field.name]: value } } });
  return <OwnForm field={field} onAdd={add} />;
}

function OwnForm({ field, onAdd }: { field: RecordFilterField; onAdd: (value: string) => void }) {
  const t = useTranslations("records");
  const { locale } = usePreferences();
  const label = field.label[locale];
  if (field.choices === null) return <TextForm label={t("wholeValue", { name: label })} onAdd={onAdd} />;
  return (
    <ul className="grid gap-1" aria-label={label}>
      {field.choices.map((choice) => (
        <li key={choice.value}>
          <Button className="w-full justify-start!" onClick={() => onAdd(choice.value)}>
            {choice.label[locale]}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function TextForm({ label, onAdd }: { label: string; onAdd: (value: string) => void }) {
  const t = useTranslations("filter");
  const id = useId();
  const [text, setText] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() === "") return;
    onAdd(text.trim());
    setText("");
  }
  return (
    <form onSubmit={submit} className="grid gap-1">
      <label htmlFor={id} className="text-meta text-ink-faint">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={LONGEST}
          autoComplete="off"
          spellCheck={false}
          className={inputClass}
        />
        <Button type="submit" look="primary">
          {t("apply")}
        </Button>
      </div>
    </form>
  );
}
