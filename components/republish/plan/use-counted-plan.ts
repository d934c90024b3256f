import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "#components/trpc";
import type { GivenPlanRequest } from "#server/vocabulary/republish-order";
import type { CountProgress, RepublishPlan } from "#server/vocabulary/republish-plan";

/** How counting goes that takes long, and what stops it and lets it go on. */
export type Counting = {
  progress: CountProgress | undefined;
  error: unknown;
  isOn: boolean;
  stop: () => void;
  goOn: () => void;
};

const NO_PLAN: GivenPlanRequest = { selection: { eventIds: [] }, layer: "internal", target: "ALL" };

/**
 * The plan of a set whose counting takes long: it is counted on, second by second, as long as the page asks for it, and then planned by what
 * was counted. A plan that is counted already stays as it is.
 */
export function useCountedPlan(
  request: GivenPlanRequest | null,
  first: RepublishPlan | undefined,
): { plan: RepublishPlan | undefined; counting: Counting | null } {
  const trpc = useTRPC();
  const [stopped, setStopped] = useState<string>();
  const token = first?.count === null ? first.token : undefined;
  const isOn = token !== undefined && stopped !== token;
  const { selection, layer, target } = request ?? NO_PLAN;
  const counted = useQuery(
    trpc.republish.countOn.queryOptions(
      { selection, layer, target, token: token ?? "" },
      {
        enabled: isOn && request !== null,
        staleTime: Infinity,
        gcTime: 0,
        refetchInterval: ({ state }) => (state.data?.isDone === true || state.error !== null ? false : 1),
      },
    ),
  );
  const whole = useQuery(
    trpc.republish.plan.queryOptions(
      { ...(request ?? NO_PLAN), counted: token ?? "" },
      { enabled: isOn && counted.data?.isDone === true, staleTime: Infinity, gcTime: 0 },
    ),
  );
  if (token === undefined || whole.data !== undefined) return { plan: whole.data ?? first, counting: null };
  return {
    plan: first,
    counting: {
      ...{
        progress: counted.data,
        error: counted.error ?? whole.error,
        isOn: isOn && !counted.isError && !whole.isError,
      },
      stop: () => setStopped(token),
      goOn() {
        setStopped(undefined);
        if (whole.isError) void whole.refetch();
        else if (counted.isError) void counted.refetch();
      },
    },
  };
}
