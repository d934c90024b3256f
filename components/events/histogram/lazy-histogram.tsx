"use client";

import { memo } from "react";
import { useTranslations } from "use-intl";
import { LazyPart } from "#components/ui/lazy-part";
import type { HistogramProps } from "./event-histogram.tsx";

const room = <div className="mb-3 h-46 rounded-lg border border-line bg-surface" />;

/** Count and histogram of a search, fetched when the list stands; the room for them is kept. A list that grows does not draw them anew. */
export const LazyHistogram = memo(function LazyHistogram(props: HistogramProps) {
  const t = useTranslations("histogram");
  return <LazyPart name="histogram" load={loadHistogram} failed={t("failed")} room={room} given={props} />;
});

function loadHistogram() {
  return import("./event-histogram.tsx").then((module) => module.EventHistogram);
}
