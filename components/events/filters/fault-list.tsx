"use client";

import { ListX } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { EmptyState } from "#components/ui/empty-state";
import type { Faults } from "./fault-notice.tsx";

/** What of an address was not understood and how to write it, fetched only where something was not: the sentences are many. */
export const FaultList = dynamic<Faults>(() => import("./fault-notice.tsx").then((module) => module.FaultNotice));

/** Stands where the rows would be while a condition was not understood. */
export function NotSearched() {
  const t = useTranslations("events");
  return <EmptyState icon={ListX} title={t("notSearched")} hint={t("notSearchedHint")} />;
}
