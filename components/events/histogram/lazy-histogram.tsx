"use client";

import { useTranslations } from "use-intl";
import { FailedState } from "#components/ui/failed-state";
import { usePart } from "../../ui/use-part.ts";
import type { HistogramProps } from "./event-histogram.tsx";

/** Count and histogram of a search, fetched when the list stands; the room for them is kept. */
export function LazyHistogram(props: HistogramProps) {
  const t = useTranslations("histogram");
  const { Part: EventHistogram, error, retry, retrying } = usePart("histogram", loadHistogram);
  if (error !== null) return <FailedState what={t("failed")} error={error} onRetry={retry} retrying={retrying} />;
  if (EventHistogram === undefined) return <div className="mb-3 h-46 rounded-lg border border-line bg-surface" />;
  return <EventHistogram {...props} />;
}

function loadHistogram() {
  return import("./event-histogram.tsx").then((module) => module.EventHistogram);
}
