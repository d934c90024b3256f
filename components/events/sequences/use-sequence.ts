"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { useTRPC } from "#components/trpc";
import { unknownParams } from "#server/vocabulary/address/page-params";
import type { SavedView } from "#server/vocabulary/explore/saved-view";
import type { Sequence } from "#server/vocabulary/sequence/sequence";
import { type ReadSequence, sequenceFromParams, sequenceToParams } from "#server/vocabulary/sequence/sequence-params";
import { EDITS, SAVED } from "../filters/kept-conditions.ts";

type AskedSequence = ReadSequence & {
  /** Nothing is asked yet. */
  isBlank: boolean;
  /** The saved sequence from which the question came; undefined for none. */
  view: SavedView | undefined;
  isAsIs: boolean;
  isReading: boolean;
  /** A saved sequence is named that is not there for this person. */
  isGone: boolean;
  ask: (sequence: Sequence) => void;
};

const OTHERS = ["event", SAVED, EDITS];

/** The sequence in the address, whole; or a saved one, which stands there by its id until it is changed. */
export function useSequence(): AskedSequence {
  const params = useSearchParams();
  const trpc = useTRPC();
  const [saved, edits] = [params.get(SAVED), params.get(EDITS)];
  const views = useQuery({ ...trpc.views.list.queryOptions({}), enabled: saved !== null || edits !== null });
  const view = views.data?.views.find(({ id, sequence }) => sequence !== null && id === (saved ?? edits));
  const read = useMemo(() => {
    const said = saved === null || !view?.sequence ? new URLSearchParams(params) : sequenceToParams(view.sequence);
    const asked = sequenceFromParams(said, OTHERS);
    // A saved sequence asks exactly what was saved: what stands beside it would be asked of nothing.
    const beside = saved === null ? [] : unknownParams(new URLSearchParams(params), OTHERS);
    return { ...asked, conditionFaults: [...asked.conditionFaults, ...beside] };
  }, [params, saved, view]);
  const ask = useCallback((sequence: Sequence) => {
    const now = new URLSearchParams(location.search);
    const next = sequenceToParams(sequence);
    const from = now.get(SAVED) ?? now.get(EDITS);
    if (from !== null) next.set(EDITS, from);
    window.history.pushState(null, "", `?${next}`);
  }, []);
  return {
    ...read,
    isBlank: read.sequence.steps.length === 0,
    view,
    isAsIs: saved !== null,
    isReading: saved !== null && views.isPending,
    isGone: saved !== null && views.data !== undefined && view === undefined,
    ask,
  };
}
