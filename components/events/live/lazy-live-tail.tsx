"use client";

import { useTranslations } from "use-intl";
import { LazyPart } from "#components/ui/lazy-part";
import type { TailProps } from "./live-tail.tsx";

const room = <div className="min-h-11 border-b border-line bg-published-soft" />;

/** Follows a search, fetched when somebody wants it: most only read what is there. */
export function LazyLiveTail(props: TailProps) {
  const t = useTranslations("tail");
  return <LazyPart name="live-tail" load={loadTail} failed={t("failed")} room={room} given={props} />;
}

function loadTail() {
  return import("./live-tail.tsx").then((module) => module.LiveTail);
}
