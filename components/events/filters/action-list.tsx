"use client";

import { useMemo, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { usePreferences } from "#components/preferences/preferences-provider";
import { inputClass } from "#components/ui/field";
import { families } from "#server/vocabulary/member-event";
import { actionWords } from "#server/vocabulary/sentence/event-sentence";
import { useCatalog } from "../words/use-catalog.ts";
import { useActionCounts } from "./use-value-suggestions.ts";

/** The catalog's actions grouped by family, to tick. */
export function ActionList({ chosen, onChange }: { chosen: string[]; onChange: (actions: string[]) => void }) {
  const t = useTranslations("families");
  const { locale } = usePreferences();
  const catalog = useCatalog();
  const counts = useActionCounts();
  const filter = useTranslations("filter");
  const format = useFormatter();
  const [typed, setTyped] = useState("");
  const groups = useMemo(() => {
    const wanted = typed.trim().toLowerCase();
    const all = [...catalog.values()]
      .filter((action) => [action.name, actionWords(action, locale)].some((one) => one.toLowerCase().includes(wanted)))
      .sort((a, b) => a.name.localeCompare(b.name));
    return families
      .map((family) => ({ family, actions: all.filter((action) => action.family === family) }))
      .filter(({ actions }) => actions.length > 0);
  }, [catalog, typed, locale]);
  // A tick shows at once; what was chosen comes back by way of the URL, a moment later.
  const [ticked, setTicked] = useState(chosen);
  const [known, setKnown] = useState(chosen.join("\n"));
  if (known !== chosen.join("\n")) {
    setKnown(chosen.join("\n"));
    setTicked(chosen);
  }
  function toggle(name: string) {
    const next = ticked.includes(name) ? ticked.filter((other) => other !== name) : [...ticked, name];
    setTicked(next);
    onChange(next);
  }
  return (
    <div className="grid gap-2">
      <input
        type="search"
        aria-label={filter("findAction")}
        placeholder={filter("findAction")}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          // The form around it would be sent.
          if (event.key === "Enter") event.preventDefault();
        }}
        className={inputClass}
      />
      {groups.length === 0 && <p className="px-2 text-ink-soft">{filter("noAction")}</p>}
      {groups.map(({ family, actions }) => (
        <fieldset key={family}>
          <legend className="flex items-center gap-2 px-2 pb-1 text-meta text-ink-faint">
            <FamilyIcon family={family} />
            {t(family)}
          </legend>
          {actions.map((action) => (
            <label
              key={action.name}
              className="flex cursor-pointer items-start gap-2 rounded-md px-2 py-1 hover:bg-raised pointer-coarse:py-2"
            >
              <input
                type="checkbox"
                checked={ticked.includes(action.name)}
                onChange={() => toggle(action.name)}
                className="mt-0.5 size-4 shrink-0 accent-accent"
              />
              <span className="min-w-0 flex-1 wrap-anywhere">
                {actionWords(action, locale)}
                <span className="block font-mono text-meta text-ink-faint">{action.name}</span>
              </span>
              {counts.has(action.name) && (
                <span className="text-meta text-ink-faint tabular-nums">
                  {format.number(counts.get(action.name) ?? 0)}
                </span>
              )}
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
