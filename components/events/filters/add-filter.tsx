"use client";

import { Plus } from "lucide-react";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { ActionList } from "#components/events/filters/action-picker";
import { AttributeForm } from "#components/events/filters/attribute-form";
import { PeriodForm } from "#components/events/filters/period-form";
import { Button, buttonClass } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { Popover } from "#components/ui/popover";
import type { EventFilter } from "#server/vocabulary/event-filter";

const kinds = ["actions", "period", "members", "changed", "attribute", "device", "ip", "unpublished"] as const;
type Kind = (typeof kinds)[number];

type Props = { filter: EventFilter; onChange: (filter: EventFilter) => void };

/** Adds a condition: first what it is about, then its value. */
export function AddFilter({ filter, onChange }: Props) {
  const t = useTranslations("filter");
  const [kind, setKind] = useState<Kind>("actions");
  const id = useId();
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
              value={kind}
              onChange={(event) => setKind(kinds.find((known) => known === event.target.value) ?? "actions")}
              className={inputClass}
            >
              {kinds.map((name) => (
                <option key={name} value={name}>
                  {t(`fields.${name}`)}
                </option>
              ))}
            </select>
          </div>
          <ValueForm
            key={kind}
            kind={kind}
            filter={filter}
            onChange={(next) => {
              onChange(next);
              if (kind !== "actions") close();
            }}
          />
        </div>
      )}
    </Popover>
  );
}

function ValueForm({ kind, filter, onChange }: Props & { kind: Kind }) {
  const t = useTranslations("filter");
  switch (kind) {
    case "actions":
      return (
        <ActionList
          chosen={filter.actions ?? []}
          onChange={(actions) => {
            const { actions: _, ...others } = filter;
            onChange(actions.length > 0 ? { ...others, actions } : others);
          }}
        />
      );
    case "period":
      return <PeriodForm filter={filter} onChange={onChange} />;
    case "attribute":
      return (
        <AttributeForm
          onAdd={(condition) => onChange({ ...filter, attributes: [...(filter.attributes ?? []), condition] })}
        />
      );
    case "unpublished":
      return (
        <Button look="primary" onClick={() => onChange({ ...filter, unpublished: true })}>
          {t("onlyUnpublished")}
        </Button>
      );
    case "members":
    case "changed":
      return (
        <TextForm kind={kind} onAdd={(value) => onChange({ ...filter, [kind]: [...(filter[kind] ?? []), value] })} />
      );
    case "device":
    case "ip":
      return <TextForm kind={kind} onAdd={(value) => onChange({ ...filter, [kind]: value })} />;
  }
}

/** Longest values by field, as the server's schema has them. */
const longest = { members: 64, changed: 100, device: 128, ip: 45 } as const;

function TextForm({ kind, onAdd }: { kind: keyof typeof longest; onAdd: (value: string) => void }) {
  const t = useTranslations("filter");
  const id = useId();
  const [text, setText] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim() !== "") onAdd(text.trim());
    setText("");
  }
  return (
    <form onSubmit={submit} className="grid gap-1">
      <label htmlFor={id} className="text-meta text-ink-faint">
        {t(`hints.${kind}`)}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          value={text}
          onChange={(event) => setText(event.target.value)}
          maxLength={longest[kind]}
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
