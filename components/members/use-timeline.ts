"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPCClient } from "#components/trpc";
import {
  firstPage,
  nextCursorOf,
  type TimelineInput,
  timelineKey,
  timelineRequest,
} from "../events/list/event-pages.ts";

/** A member's events, newest first, page by page. */
export function useTimeline(input: TimelineInput) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: timelineKey(input),
    queryFn: ({ pageParam, signal }) =>
      client.members.timeline.query(
        { ...timelineRequest(input), ...(pageParam !== undefined && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
  });
}
