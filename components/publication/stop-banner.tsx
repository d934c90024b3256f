"use client";

import { useQuery } from "@tanstack/react-query";
import { OctagonPause } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { LookLink } from "#components/publication/look-link";
import { useTRPCClient } from "#components/trpc";
import { Count } from "#components/ui/count";
import { Time } from "#components/ui/time/time";

/** Under a key of its own, as the rail's numbers are; whoever stops or resumes a layer asks it anew. */
export const STOPS_KEY = ["shell", "stops"] as const;

const ASK_EVERY_MS = 10_000;

/**
 * Above every page while a layer is stopped: what, since when, by whom and why. That jobs alone are stopped is told to those who
 * see publication: no caller feels it.
 */
export function StopBanner() {
  const t = useTranslations("stopBanner");
  const client = useTRPCClient();
  const opensMembers = useMay("member:open");
  const maySee = useMay("publication:see");
  const { data } = useQuery({
    queryKey: STOPS_KEY,
    queryFn: () => client.publication.incident.query({}),
    enabled: opensMembers,
    refetchInterval: ASK_EVERY_MS,
  });
  const stops = data?.stopped.filter(({ scope }) => scope === "everything" || maySee) ?? [];
  if (stops.length === 0) return null;
  return (
    <div role="status" className="grid gap-1 border-b border-failed/30 bg-failed-soft px-4 py-2 text-failed sm:px-6">
      {stops.map(({ layer, scope, at, by, reason, waiting }) => (
        <div key={layer} className="flex flex-wrap items-baseline gap-x-2">
          <OctagonPause aria-hidden className="size-4 shrink-0 self-center" />
          <p className="min-w-0 flex-1 wrap-anywhere">
            <strong className="font-semibold">{t("what", { scope, layer })}</strong>{" "}
            {t.rich("why", { by, since: () => <Time iso={at} exact />, reason: () => <bdi>{reason}</bdi> })}{" "}
            {scope === "everything" && t.rich("waiting", { n: () => <Count value={waiting} /> })}
          </p>
          <LookLink />
        </div>
      ))}
    </div>
  );
}
