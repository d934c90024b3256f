"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useTRPC } from "#components/trpc";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import type { Condition } from "#server/vocabulary/conditions";
import type { AskedPolicy } from "#server/vocabulary/explore/saved-view";
import type { Sequence } from "#server/vocabulary/sequence/sequence";
import { isKept, KEPT, SAVED } from "./kept-conditions.ts";

/** What the explorer is asked: conditions, and a policy beside them or none; or a sequence alone. */
export type Question = { conditions: Condition[]; policy: AskedPolicy | null; sequence?: Sequence | null };

/** What an address asks by naming it. `question` is null where it names nothing, or what is not there or not read yet. */
export type NamedQuestion = { question: Question | null; isReading: boolean; faults: ConditionFault[] };

/**
 * The question that an address names instead of writing it: a saved view, or a search that was too long and stands under a
 * key.
 *
 * @param opensViews whether views are meant here; elsewhere their parameter is somebody else's.
 */
export function useNamedQuestion({ opensViews }: { opensViews: boolean }): NamedQuestion {
  const params = useSearchParams();
  const trpc = useTRPC();
  const key = params.get(KEPT);
  const viewId = opensViews ? params.get(SAVED) : null;
  const kept = useQuery({ ...trpc.events.keptSearch.queryOptions({ key: key ?? "" }), enabled: key !== null });
  const views = useQuery({ ...trpc.views.list.queryOptions({}), enabled: viewId !== null });
  return useMemo(() => {
    if (isKept(viewId)) {
      // A sequence has a page of its own: its view asks no conditions here, which would find everything.
      const view = views.data?.views.find(({ id, sequence }) => id === viewId && sequence === null);
      const isMissing = view === undefined && !views.isPending;
      return {
        question: view === undefined ? null : { conditions: view.conditions, policy: view.policy },
        isReading: views.isPending,
        faults: isMissing ? [{ key: SAVED, value: viewId, rule: "view", expected: "" }] : [],
      };
    }
    const conditions = kept.data?.conditions ?? null;
    const isMissing = isKept(key) && !kept.isPending && conditions === null;
    return {
      question: conditions === null ? null : { conditions, policy: kept.data?.policy ?? null },
      isReading: isKept(key) && kept.isPending,
      faults: isMissing ? [{ key: KEPT, value: key, rule: "key", expected: "" }] : [],
    };
  }, [key, viewId, kept.data, kept.isPending, views.data, views.isPending]);
}
