"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import type { EventFilter } from "#server/vocabulary/event-filter";

export type ReadFilter = { filter: EventFilter; faults: string[] };

/** The words of filters bring their schema along, a sixth of the page's script; it is fetched when a filter changes. */
const filterWords = () => import("#server/vocabulary/event-filter");

/** The filter that stands in the URL, what of the URL was not understood, and how to change it. `initial` is the server's reading. */
export function useEventFilter(initial: ReadFilter) {
  const query = withoutDrawer(useSearchParams());
  const [read, setRead] = useState({ query, ...initial });

  useEffect(() => {
    if (read.query === query) return;
    let isLatest = true;
    void filterWords().then(({ filterFromParams }) => {
      if (isLatest) setRead({ query, ...filterFromParams(new URLSearchParams(query)) });
    });
    return () => {
      isLatest = false;
    };
  }, [query, read.query]);

  const change = useCallback(async (next: EventFilter) => {
    const { filterToParams } = await filterWords();
    const nextQuery = filterToParams(next).toString();
    window.history.pushState(null, "", nextQuery === "" ? location.pathname : `?${nextQuery}`);
  }, []);
  return { filter: read.filter, faults: read.faults, change };
}

/** The part of the query that filters: which event the drawer shows is no condition. */
function withoutDrawer(params: URLSearchParams): string {
  const conditions = new URLSearchParams(params);
  conditions.delete("event");
  return conditions.toString();
}
