"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type EventFilter, filterFromParams, filterToParams } from "#server/vocabulary/event-filter";

/** The filter that stands in the URL, what of the URL was not understood, and how to change it. */
export function useEventFilter() {
  const params = useSearchParams();
  const { filter, faults } = useMemo(() => filterFromParams(new URLSearchParams(params)), [params]);
  const change = useCallback((next: EventFilter) => {
    const query = filterToParams(next).toString();
    window.history.pushState(null, "", query === "" ? location.pathname : `?${query}`);
  }, []);
  return { filter, faults, change };
}
