"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "#components/trpc";
import type { CatalogAction } from "#server/vocabulary/member-event";

/** The catalog changes with releases of other systems, not while somebody looks at a page. */
const FRESH_MS = 10 * 60 * 1000;

/** The actions by name; empty until they are known, so that names stand in for sentences. */
export function useCatalog(): ReadonlyMap<string, CatalogAction> {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.catalog.actions.queryOptions({}, { staleTime: FRESH_MS }));
  return useMemo(() => new Map((data ?? []).map((action) => [action.name, action])), [data]);
}
