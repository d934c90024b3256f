"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { PlainEvents } from "#components/republish/plan/plain-events";
import { useTRPC } from "#components/trpc";
import type { GivenPlanRequest } from "#server/vocabulary/republish-order";

/** It is asked again after so long, and where it takes the database too long to find out, rarely. */
const AGAIN_MS = 5_000;
const RARELY_MS = 60_000;

/** What was committed since a plan although it happened before: how many, which, and that they are not in it. */
export function LateSince({
  ofPlan,
}: {
  ofPlan: Pick<GivenPlanRequest, "selection" | "layer" | "target"> & { token: string };
}) {
  const t = useTranslations("plan");
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.republish.late.queryOptions(ofPlan, {
      staleTime: 0,
      gcTime: 0,
      refetchInterval: ({ state }) => (state.data?.count === null ? RARELY_MS : AGAIN_MS),
    }),
  );
  if (!data?.count) return null;
  const { count, slippedIn, events } = data;
  return (
    <div role="status" className="border-t border-line">
      <p className="flex items-start gap-1.5 px-4 py-2 text-missed">
        <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span>
          {t("late", { count })} {slippedIn > 0 && t("slippedIn", { count: slippedIn })}
        </span>
      </p>
      <details>
        <summary className="cursor-pointer border-t border-line px-4 py-2 font-medium">
          {t("lateShown", { count: events.length })}
        </summary>
        <PlainEvents events={events} />
      </details>
    </div>
  );
}
