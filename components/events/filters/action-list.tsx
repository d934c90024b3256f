"use client";

import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { usePreferences } from "#components/preferences/preferences-provider";
import { families } from "#server/vocabulary/member-event";
import { actionWords } from "../words/event-sentence.ts";
import { useCatalog } from "../words/use-catalog.ts";

/** The catalog's actions grouped by family, to tick. */
export function ActionList({ chosen, onChange }: { chosen: string[]; onChange: (actions: string[]) => void }) {
  const t = useTranslations("families");
  const { locale } = usePreferences();
  const catalog = useCatalog();
  const groups = useMemo(() => {
    const all = [...catalog.values()].sort((a, b) => a.name.localeCompare(b.name));
    return families
      .map((family) => ({ family, actions: all.filter((action) => action.family === family) }))
      .filter(({ actions }) => actions.length > 0);
  }, [catalog]);
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
              <span className="min-w-0 wrap-anywhere">
                {actionWords(action, locale)}
                <span className="block font-mono text-meta text-ink-faint">{action.name}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </div>
  );
}
