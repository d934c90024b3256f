"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTRPCClient } from "#components/trpc";
import { conditionsOfFilter, type EventFilter } from "#server/vocabulary/event-filter";
import { eventSearchKey, firstPage, nextCursorOf, PAGE_SIZE } from "./event-pages.ts";

/** How often a live list asks again; only its first page, and only while its tab is seen. */
const LIVE_EVERY_MS = 5_000;

/** The events a filter finds, newest first, page by page. The answer to an older filter stays until the new one is here. */
export function useEventSearch(filter: EventFilter, { live }: { live: boolean }) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: eventSearchKey(filter),
    queryFn: ({ pageParam, signal }) =>
      client.events.search.query(
        {
          conditions: conditionsOfFilter(filter),
          limit: PAGE_SIZE,
          ...(pageParam !== undefined && { cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (live && state.data?.pages.length === 1 ? LIVE_EVERY_MS : false),
  });
}
