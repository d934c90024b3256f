"use client";

import { useMutation, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useTRPC } from "#components/trpc";
import type { SavedView } from "#server/vocabulary/explore/saved-view";
import { EDITS, SAVED } from "../filters/kept-conditions.ts";

/** The saved view that the address shows, or from which its conditions came; `isAsIs` while they are still the view's. */
export function useOpenView(): { view: SavedView | undefined; isAsIs: boolean } {
  const params = useSearchParams();
  const trpc = useTRPC();
  const saved = params.get(SAVED);
  const id = saved ?? params.get(EDITS);
  const { data } = useQuery({ ...trpc.views.list.queryOptions({}), enabled: id !== null });
  return { view: data?.views.find((view) => view.id === id), isAsIs: saved !== null };
}

/** Notes that a view is looked at, once its events are on the screen: what comes after is new. */
export function useLook(view: SavedView | undefined, isShown: boolean): void {
  const trpc = useTRPC();
  const { mutate } = useMutation(trpc.views.look.mutationOptions());
  const id = isShown ? view?.id : undefined;
  useEffect(() => {
    if (id !== undefined) mutate({ id });
  }, [id, mutate]);
}
