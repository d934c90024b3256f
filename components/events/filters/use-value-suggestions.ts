"use client";

import { useMemo } from "react";
import { useMessages } from "use-intl";
import { useSayName } from "#components/events/words/attribute-name";
import type { Field } from "#server/vocabulary/conditions";
import { useCatalog } from "../words/use-catalog.ts";
import { useSayValue } from "../words/use-say-value.ts";

type Suggestion = { value: string; said: string };

/** Values of a field that the catalog knows, with their words. */
export function useValueSuggestions(field: Field, name: string): Suggestion[] {
  const catalog = useCatalog();
  const names = useAttributeNames();
  const sayName = useSayName();
  const say = useSayValue();
  const codes: Record<string, string> = useMessages().values;
  return useMemo(() => {
    if (field === "changed") return names.map((value) => ({ value, said: sayName(value) }));
    if (field === "channel") return ["app", "web", "office", "schedule"].map((value) => ({ value, said: say(value) }));
    if (field !== "attribute" && field !== "became" && field !== "was") return [];
    const declared = [...catalog.values()].flatMap((action) => action.attributes[name]?.enum ?? []);
    const values = [...new Set(declared.map(String))];
    return values.map((value) => ({ value, said: codes[value] ?? value }));
  }, [catalog, names, field, name, sayName, say, codes]);
}

/** Attributes that hold no personal values, by name. */
export function useAttributeNames(): string[] {
  const catalog = useCatalog();
  return useMemo(() => {
    const all = [...catalog.values()].flatMap((action) =>
      Object.entries(action.attributes).flatMap(([name, { personal }]) => (personal === undefined ? [name] : [])),
    );
    return [...new Set(all)].sort();
  }, [catalog]);
}
