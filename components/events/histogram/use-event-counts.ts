"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";
import type { Condition } from "#server/vocabulary/conditions";
import type { Stacking } from "#server/vocabulary/explore/histogram";
import { usePreferences } from "../../preferences/preferences-provider.tsx";

/** Counts are looked at again after so long. */
const FRESH_MS = 30_000;

/** How many events conditions find and when; those of an older filter stay, marked, until the new ones are here. */
export function useEventCounts(conditions: readonly Condition[], { by, isAsked }: { by: Stacking; isAsked: boolean }) {
  const trpc = useTRPC();
  const { zone } = usePreferences();
  return useQuery({
    ...trpc.counts.events.queryOptions({ conditions: [...conditions], by, zone }, { staleTime: FRESH_MS }),
    placeholderData: keepPreviousData,
    enabled: isAsked,
  });
}
