"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import type { PolicyScope } from "#server/filter-policy/policy";
import type { Condition } from "#server/vocabulary/conditions";
import type { Stacking } from "#server/vocabulary/explore/histogram";
import type { LayerName } from "#server/vocabulary/member-event";
import { usePreferences } from "../../preferences/preferences-provider.tsx";

/** Counts are looked at again after so long. */
const FRESH_MS = 30_000;

/** What is counted: what conditions find, and where there is one, a policy lets through. */
export type CountedSearch = {
  conditions: Condition[];
  policy?: { text: string; scope: PolicyScope; layer: LayerName };
};

/** How many events a search finds and when; those of an older one stay, marked, until the new ones are here. */
export function useEventCounts(search: CountedSearch, { by, isAsked }: { by: Stacking; isAsked: boolean }) {
  const trpc = useTRPC();
  const { zone } = usePreferences();
  return useQuery({
    ...trpc.counts.events.queryOptions({ ...search, by, zone }, { staleTime: FRESH_MS }),
    placeholderData: keepPreviousData,
    enabled: isAsked,
  });
}

/** The most frequent values of what a search finds. */
export function useEventFacets(search: CountedSearch) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.counts.facets.queryOptions(search, { staleTime: FRESH_MS }),
    placeholderData: keepPreviousData,
  });
}

/** The different members of what a search finds. */
export function useFoundMembers(search: CountedSearch) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.counts.members.queryOptions(search, { staleTime: FRESH_MS }),
    placeholderData: keepPreviousData,
  });
}
