"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTRPCClient } from "#components/trpc";
import type { Condition } from "#server/vocabulary/conditions";
import { eventSearchKey, FURTHER_PAGE_SIZE, firstPage, nextCursorOf, PAGE_SIZE } from "./event-pages.ts";

/** The events that conditions find, newest first, page by page; nothing is asked while one was not understood. The answer to an older filter stays until the new one is here. */
export function useEventSearch(conditions: Condition[], { isAsked }: { isAsked: boolean }) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: eventSearchKey(conditions),
    queryFn: ({ pageParam, signal }) =>
      client.events.search.query(
        {
          conditions,
          ...(pageParam === undefined ? { limit: PAGE_SIZE } : { limit: FURTHER_PAGE_SIZE, cursor: pageParam }),
        },
        { signal },
      ),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
    placeholderData: keepPreviousData,
    enabled: isAsked,
  });
}
