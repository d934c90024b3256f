"use client";

import { Repeat2 } from "lucide-react";
import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { buttonClass } from "#components/ui/button";

/** Carries what the explorer is asked over into a new republish job: its conditions are the job's conditions. */
export function RepublishThese() {
  const t = useTranslations("events");
  const params = useSearchParams();
  if (!useMay("republish:send")) return null;
  const query = new URLSearchParams(params);
  query.delete("event");
  return (
    <Link href={`/republish/new?${query}`} prefetch={false} className={buttonClass()}>
      <Repeat2 aria-hidden className="size-3.5" />
      {t("republishThese")}
    </Link>
  );
}
