"use client";

import { type FormEvent, useId, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useSayName } from "#components/events/words/attribute-name";
import { Button } from "#components/ui/button";
import { Field, inputClass } from "#components/ui/field";
import type { EventFilter } from "#server/vocabulary/event-filter";
import { useCatalog } from "../words/use-catalog.ts";

type Condition = NonNullable<EventFilter["attributes"]>[number];

const sides = ["either", "became", "was"] as const satisfies Condition["side"][];

/** "An attribute was or became this value": name from the catalog, side, value. */
export function AttributeForm({ onAdd }: { onAdd: (condition: Condition) => void }) {
  const t = useTranslations("filter");
  const sayName = useSayName();
  const id = useId();
  const catalog = useCatalog();
  // Personal values stand masked in events and are searched in the search box, not here.
  const names = useMemo(() => searchableNames([...catalog.values()]), [catalog]);
  const [name, setName] = useState("");
  const [side, setSide] = useState<Condition["side"]>("either");
  const [value, setValue] = useState("");
  const chosen = name === "" ? (names[0] ?? "") : name;
  const type = [...catalog.values()]
    .map((action) => action.attributes[chosen]?.type)
    .find((found) => found !== undefined);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (chosen !== "" && value !== "") onAdd({ name: chosen, side, value: readValue(value, type) });
  }
  return (
    <form onSubmit={submit} className="grid gap-2.5">
      <Field id={`${id}-name`} label={t("attributeName")}>
        <select
          id={`${id}-name`}
          value={chosen}
          onChange={(event) => setName(event.target.value)}
          className={inputClass}
        >
          {names.map((known) => (
            <option key={known} value={known}>
              {sayName(known) === known ? known : `${sayName(known)} (${known})`}
            </option>
          ))}
        </select>
      </Field>
      <Field id={`${id}-side`} label={t("side")}>
        <select
          id={`${id}-side`}
          value={side}
          onChange={(event) => setSide(sides.find((known) => known === event.target.value) ?? "either")}
          className={inputClass}
        >
          {sides.map((known) => (
            <option key={known} value={known}>
              {t(`sides.${known}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field id={`${id}-value`} label={t("value")}>
        <input
          id={`${id}-value`}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          maxLength={1000}
          autoComplete="off"
          className={inputClass}
        />
      </Field>
      <Button type="submit" look="primary" disabled={value === ""}>
        {t("apply")}
      </Button>
    </form>
  );
}

function searchableNames(actions: { attributes: Record<string, { personal?: unknown }> }[]): string[] {
  const all = actions.flatMap((action) =>
    Object.entries(action.attributes).flatMap(([name, { personal }]) => (personal === undefined ? [name] : [])),
  );
  return [...new Set(all)].sort();
}

/** Events keep numbers and truth values as such; the text is read as the catalog declares the attribute. */
function readValue(text: string, type: string | undefined): string | number | boolean {
  if ((type === "number" || type === "integer") && text.trim() !== "" && Number.isFinite(Number(text)))
    return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}
