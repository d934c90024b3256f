"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "#components/trpc";

/** How publication stands, asked again at this pace while the tab is seen. */
export function usePublicationStatus({ everyMs, enabled = true }: { everyMs: number; enabled?: boolean }) {
  const trpc = useTRPC();
  return useQuery(trpc.publication.status.queryOptions({}, { refetchInterval: everyMs, staleTime: everyMs, enabled }));
}
