"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPCClient } from "#components/trpc";
import { firstPage, nextCursorOf, PAGE_SIZE, type TimelineInput, timelineKey } from "../events/list/event-pages.ts";

/** A member's events, newest first, page by page. */
export function useTimeline(input: TimelineInput) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: timelineKey(input),
    queryFn: ({ pageParam, signal }) =>
      client.members.timeline.query(
        { ...input, limit: PAGE_SIZE, ...(pageParam !== undefined && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
  });
}
