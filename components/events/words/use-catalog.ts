"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import type { CatalogAction } from "#server/vocabulary/member-event";

/** The catalog changes with releases of other systems, not while somebody looks at a page. */
const FRESH_MS = 10 * 60 * 1000;

/** One map for all who ask: every row of a timeline does. */
const maps = new WeakMap<readonly CatalogAction[], ReadonlyMap<string, CatalogAction>>();
const none: readonly CatalogAction[] = [];

/** The actions by name; empty until they are known, so that names stand in for sentences. */
export function useCatalog(): ReadonlyMap<string, CatalogAction> {
  const trpc = useTRPC();
  const { data = none } = useQuery(trpc.catalog.actions.queryOptions({}, { staleTime: FRESH_MS }));
  return mapOf(data);
}

function mapOf(actions: readonly CatalogAction[]): ReadonlyMap<string, CatalogAction> {
  const known = maps.get(actions) ?? new Map(actions.map((action) => [action.name, action]));
  maps.set(actions, known);
  return known;
}
