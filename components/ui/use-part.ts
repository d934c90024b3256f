"use client";

import { useQuery } from "@tanstack/react-query";
import type { ComponentType } from "react";

/**
 * A part of a page that is fetched after the page stands, so that it is there when it is wanted. One that could not be
 * fetched fails in its own place, with a way to try again; the page around it stays.
 *
 * @param name the part's own name: it is fetched once for all who ask for it.
 */
export function usePart<Props>(name: string, load: () => Promise<ComponentType<Props>>) {
  const { data, error, refetch, isFetching } = useQuery({
    queryKey: ["part", name],
    // In a record: of a bare function the cache would think that it makes the data.
    queryFn: async () => ({ Part: await load() }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  return { Part: data?.Part, error, retry: () => void refetch(), retrying: isFetching };
}
