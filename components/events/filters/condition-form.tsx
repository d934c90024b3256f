"use client";

import { type FormEvent, useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { ActionList } from "#components/events/filters/action-list";
import { NameField } from "#components/events/filters/name-field";
import { PeriodForm } from "#components/events/filters/period-form";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { Field, inputClass } from "#components/ui/field";
import { GivenText } from "#components/ui/given-text";
import { type ConditionFault, faultText } from "#server/vocabulary/condition-faults";
import { type Condition, type Field as FieldName, ruleOf } from "#server/vocabulary/conditions";
import { readCondition } from "#server/vocabulary/read-condition";
import { withCondition, withValues } from "./change-conditions.ts";
import { useSayWord } from "./use-say-condition.ts";
import { useValueSuggestions } from "./use-value-suggestions.ts";

/** How the values of a field are given. */
type Editor = "actions" | "ticks" | "lines" | "period";

/** A field that is missing here does not compile. */
const editors: Record<FieldName, Editor> = {
  member: "lines",
  action: "actions",
  family: "ticks",
  changed: "lines",
  attribute: "lines",
  became: "lines",
  was: "lines",
  device: "lines",
  ip: "lines",
  channel: "lines",
  context: "lines",
  correlation: "lines",
  causation: "lines",
  id: "lines",
  source: "lines",
  publication: "ticks",
  sns: "lines",
  occurred: "period",
  stored: "period",
};

export type ConditionFormProps = {
  field: FieldName;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
  onDone: () => void;
};

/** Asks for one condition on a field, and says under it what is wrong with what was written. */
export function ConditionForm({ field, conditions, onChange, onDone }: ConditionFormProps) {
  const t = useTranslations("filter");
  const { locale } = usePreferences();
  const id = useId();
  const rule = ruleOf(field);
  const [operator, setOperator] = useState(rule.operators[0] ?? "any");
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const [faults, setFaults] = useState<ConditionFault[]>([]);
  const editor = editors[field];

  function add(values: string[]) {
    const given = { key: t(`fields.${field}`), field, operator, values, name: name === "" ? undefined : name };
    const read = readCondition(given);
    if (Array.isArray(read)) return setFaults(read);
    onChange(withCondition(conditions, read));
    onDone();
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    add(operator === "exists" ? [text === "" ? "true" : text] : text.split("\n").filter((line) => line !== ""));
  }

  if (editor === "period") return <PeriodForm onPeriod={(range) => add([range])} />;
  const chosen = conditions.find((one) => one.field === field && one.operator === operator && one.name === undefined);
  const isTicked = operator === "any" || operator === "none";
  return (
    <form onSubmit={submit} className="grid gap-2.5">
      {rule.name !== undefined && <NameField field={field} value={name} onChange={setName} />}
      {rule.operators.length > 1 && (
        <Field id={`${id}-operator`} label={t("operator")}>
          <select
            id={`${id}-operator`}
            value={operator}
            onChange={(event) => {
              setOperator(rule.operators.find((known) => known === event.target.value) ?? "any");
              setText("");
            }}
            className={inputClass}
          >
            {rule.operators.map((known) => (
              <option key={known} value={known}>
                {t(`operators.${known}`)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {editor === "actions" && operator === "any" ? (
        <ActionList
          chosen={chosen?.values ?? []}
          onChange={(actions) => onChange(withValues(conditions, "action", actions))}
        />
      ) : editor === "ticks" && isTicked ? (
        <Ticks words={rule.words ?? []} onAdd={add} />
      ) : (
        // Values of another name are no suggestions for this one.
        <Lines key={name} {...{ id, field, name, operator, text }} onText={setText} />
      )}
      {faults.length > 0 && (
        <ul role="alert" className="grid gap-1 text-missed">
          {faults.map((fault) => (
            <li key={`${fault.rule} ${fault.value}`} className="wrap-anywhere">
              {faultText(fault, locale)}
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

function Ticks({ words, onAdd }: { words: readonly string[]; onAdd: (values: string[]) => void }) {
  const t = useTranslations("filter");
  const say = useSayWord();
  const [ticked, setTicked] = useState<string[]>([]);
  return (
    <>
      <div className="grid gap-0.5">
        {words.map((word) => (
          <label key={word} className="flex cursor-pointer items-center gap-2 rounded-md px-2 py-1 hover:bg-raised">
            <input
              type="checkbox"
              checked={ticked.includes(word)}
              onChange={() =>
                setTicked(ticked.includes(word) ? ticked.filter((other) => other !== word) : [...ticked, word])
              }
              className="size-4 shrink-0 accent-accent"
            />
            {say(word)}
          </label>
        ))}
      </div>
      <Button look="primary" disabled={ticked.length === 0} onClick={() => onAdd(ticked)}>
        {t("apply")}
      </Button>
    </>
  );
}

type LinesProps = {
  id: string;
  field: FieldName;
  name: string;
  operator: Condition["operator"];
  text: string;
  onText: (text: string) => void;
};

/** Values a line each: a list can be pasted. What the catalog knows is offered. */
function Lines({ id, field, name, operator, text, onText }: LinesProps) {
  const t = useTranslations("filter");
  const format = useFormatter();
  const typed = text.split("\n").at(-1) ?? "";
  const { suggestions, looked } = useValueSuggestions(field, name, typed);
  if (operator === "exists") {
    return (
      <>
        <select
          aria-label={t("operators.exists")}
          value={text === "" ? "true" : text}
          onChange={(event) => onText(event.target.value)}
          className={inputClass}
        >
          <option value="true">{t("exists.true")}</option>
          <option value="false">{t("exists.false")}</option>
        </select>
        <Button type="submit" look="primary">
          {t("apply")}
        </Button>
      </>
    );
  }
  const hint = operator === "any" || operator === "none" ? t(`hints.${field}`) : t(`operatorHints.${operator}`);
  const has = (value: string) => text.split("\n").includes(value);
  return (
    <>
      <Field id={`${id}-values`} label={t("values")} hint={hint}>
        <textarea
          id={`${id}-values`}
          value={text}
          onChange={(event) => onText(event.target.value)}
          rows={text.includes("\n") ? 5 : 2}
          autoComplete="off"
          spellCheck={false}
          className={`${inputClass} h-auto! py-1.5 font-mono text-meta`}
        />
      </Field>
      {suggestions.length > 0 && (
        <div className="grid gap-1">
          <div className="flex max-h-40 flex-wrap gap-1 overflow-y-auto">
            {suggestions.map(({ value, said, count }) => (
              <Button key={value} size="small" disabled={has(value)} onClick={() => onText(withLine(text, value))}>
                <GivenText text={said} />
                {count !== null && <span className="text-ink-faint tabular-nums">{format.number(count)}</span>}
              </Button>
            ))}
          </div>
          {looked > 0 && <p className="text-meta text-ink-faint">{t("offered", { count: looked })}</p>}
        </div>
      )}
      <Button type="submit" look="primary" disabled={text.trim() === ""}>
        {t("apply")}
      </Button>
    </>
  );
}

/** The lines with a chosen value in place of the one that was being typed. */
function withLine(text: string, value: string): string {
  return [...text.split("\n").slice(0, -1), value, ""].join("\n");
}
