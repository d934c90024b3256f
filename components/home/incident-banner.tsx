"use client";

import { useQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { GLANCE_EVERY_MS } from "#components/home/publication-tile";
import { LookLink } from "#components/publication/look-link";
import { useTRPC } from "#components/trpc";
import { Count } from "#components/ui/count";
import { Span } from "#components/ui/time/span";
import type { Incident } from "#server/vocabulary/publication-status";

/**
 * Tells everybody who answers members why the other system does not know yet, in a sentence to read to a caller: stored
 * completely, others are late by so much, or somebody does not answer. What is stopped stands above every page.
 */
export function IncidentBanner() {
  const t = useTranslations("incident");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.publication.incident.queryOptions({}, { refetchInterval: GLANCE_EVERY_MS }));
  const sentences = data === undefined ? [] : tell(data, t.rich);
  if (sentences.length === 0) return null;
  return (
    <div role="status" className="flex items-start gap-3 rounded-lg bg-missed-soft px-4 py-3 text-missed">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p className="flex-1">
        <strong className="font-semibold">{t("title")}</strong> {sentences}
      </p>
      <LookLink />
    </div>
  );
}

type Rich = ReturnType<typeof useTranslations<"incident">>["rich"];

function tell({ behindMs, waiting, away }: Incident, rich: Rich): ReactNode[] {
  return [
    ...(behindMs === null ? [] : [<span key="late">{rich("late", { age: () => <Span ms={behindMs} /> })} </span>]),
    ...(away.length === 0 ? [] : [<span key="away">{rich("away", { n: () => <Count value={waiting} /> })} </span>]),
  ];
}
