"use client";

import { useTranslations } from "use-intl";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import { usePart } from "../../ui/use-part.ts";

/** The dossier of an open event, fetched as soon as the list stands; null is none. */
export function LazyDossier({ eventId }: { eventId: string | null }) {
  const t = useTranslations("dossier");
  const { Part: Dossier, error, retry, retrying } = usePart("dossier", loadDossier);
  if (eventId === null) return null;
  if (Dossier !== undefined) return <Dossier key={eventId} eventId={eventId} heading="h2" />;
  if (error !== null) return <FailedState what={t("failed")} error={error} onRetry={retry} retrying={retrying} />;
  return <RowsLoading label={t("loading")} rows={6} />;
}

function loadDossier() {
  return import("./dossier.tsx").then((module) => module.Dossier);
}
