"use client";

import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { GLANCE_EVERY_MS } from "#components/home/publication-tile";
import { Span } from "#components/ui/time/span";
import { behindMs } from "../publication/layer-health.ts";
import { usePublicationStatus } from "../publication/use-publication-status.ts";

/** Tells everybody who asks "why does the other system not know yet": stored completely, others are late by so much. */
export function IncidentBanner() {
  const t = useTranslations("incident");
  const { data } = usePublicationStatus({ everyMs: GLANCE_EVERY_MS });
  const behind = data === undefined ? null : behindMs(data.layers);
  if (behind === null) return null;
  return (
    <div role="status" className="flex items-start gap-3 rounded-lg bg-missed-soft px-4 py-3 text-missed">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <p className="flex-1">
        <strong className="font-semibold">{t("title")}</strong> {t.rich("late", { age: () => <Span ms={behind} /> })}
      </p>
      <Link href="/publication" prefetch={false} className="shrink-0 font-medium underline underline-offset-2">
        {t("look")}
      </Link>
    </div>
  );
}
