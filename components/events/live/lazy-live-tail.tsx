"use client";

import { useTranslations } from "use-intl";
import { FailedState } from "#components/ui/failed-state";
import { usePart } from "../../ui/use-part.ts";
import type { TailProps } from "./live-tail.tsx";

/** Follows a search, fetched when somebody wants it: most only read what is there. */
export function LazyLiveTail(props: TailProps) {
  const t = useTranslations("tail");
  const { Part: LiveTail, error, retry, retrying } = usePart("live-tail", loadTail);
  if (error !== null) return <FailedState what={t("failed")} error={error} onRetry={retry} retrying={retrying} />;
  if (LiveTail === undefined) return <div className="min-h-11 border-b border-line bg-published-soft" />;
  return <LiveTail {...props} />;
}

function loadTail() {
  return import("./live-tail.tsx").then((module) => module.LiveTail);
}
