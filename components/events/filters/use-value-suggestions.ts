"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useSayName } from "#components/events/words/attribute-name";
import { useMay } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { type Field, ruleOf } from "#server/vocabulary/conditions";
import { isOffered, type OfferedValues } from "#server/vocabulary/explore/offered-values";
import { isPath } from "#server/vocabulary/value-path";
import { useCatalog } from "../words/use-catalog.ts";
import { useSayValue } from "../words/use-say-value.ts";

type Suggestion = { value: string; said: string; count: number | null };

/** Values to choose from; `looked` newest events were counted in, none where nothing was. */
export type Suggestions = { suggestions: Suggestion[]; looked: number };

/** So long nothing more is typed before values are asked for. */
const PAUSE_MS = 250;
const FRESH_MS = 60_000;

/**
 * Values of a field with their words: those that the newest events have, counted, then those that the catalog knows.
 *
 * @param typed how they begin.
 */
export function useValueSuggestions(field: Field, name: string, typed: string): Suggestions {
  const sayName = useSayName();
  const say = useSayValue();
  const known = useKnownValues(field, name);
  const counted = useCountedValues(field, name, typed);
  return useMemo(() => {
    const sayOne = (value: string) => (field === "changed" ? sayName(value) : say(value));
    const values = counted?.values ?? [];
    const isTyped = (value: string) =>
      [value, sayOne(value)].some((one) => one.toLowerCase().startsWith(typed.toLowerCase()));
    const others = known.filter((value) => isTyped(value) && !values.some((one) => one.value === value));
    return {
      suggestions: [
        ...values.map(({ value, count }) => ({ value, said: sayOne(value), count })),
        ...others.map((value) => ({ value, said: sayOne(value), count: null })),
      ],
      looked: counted?.looked ?? 0,
    };
  }, [field, typed, known, counted, sayName, say]);
}

/** What the newest events have; undefined while it is not known, and for who may not search. */
function useCountedValues(field: Field, name: string, typed: string) {
  const trpc = useTRPC();
  const maySearch = useMay("event:search");
  const prefix = usePaused(typed, PAUSE_MS);
  const asked = {
    // What is not offered is not asked.
    field: isOffered(field) ? field : ("action" as const),
    prefix,
    ...(name !== "" && { name }),
  };
  const needsName = ruleOf(field).name?.need === "must";
  const enabled = maySearch && isOffered(field) && (!needsName || isPath(name));
  const { data } = useQuery(
    trpc.events.offerValues.queryOptions(asked, {
      staleTime: FRESH_MS,
      enabled,
      // Of the same field, so that the list does not come and go with each letter.
      placeholderData: (before: OfferedValues | undefined) => before,
    }),
  );
  return enabled ? data : undefined;
}

/** What the catalog knows of a field's values. */
function useKnownValues(field: Field, name: string): string[] {
  const catalog = useCatalog();
  const names = useAttributeNames();
  return useMemo(() => {
    if (field === "changed") return names;
    if (field === "channel") return ["app", "web", "office", "schedule"];
    if (field !== "attribute" && field !== "became" && field !== "was") return [];
    const declared = [...catalog.values()].flatMap((action) => action.attributes[name]?.enum ?? []);
    return [...new Set(declared.map(String))];
  }, [catalog, names, field, name]);
}

/** How many of the newest events each action has, by name. */
export function useActionCounts(): ReadonlyMap<string, number> {
  const counted = useCountedValues("action", "", "");
  return useMemo(() => new Map(counted?.values.map(({ value, count }) => [value, count])), [counted]);
}

/** A value once it has not changed for a while. */
function usePaused(value: string, ms: number): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return paused;
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
