"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import { useTranslations } from "use-intl";
import { useMay, useMe } from "#components/me-provider";
import { useTRPCClient } from "#components/trpc";
import { Count } from "#components/ui/count";
import { PageLink } from "#components/ui/page-link";
import type { PublicationStatus } from "#server/vocabulary/publication-status";
import type { RepublishJob } from "#server/vocabulary/republish-job";
import { countFailing, isUnseen } from "../publication/layer-health.ts";
import { destinations } from "./destinations.ts";

/** The numbers beside the pages are a hint, not a gauge: they may be this old. */
const COUNT_EVERY_MS = 15_000;

/** The pages this role may open. `wide` shows the words at any width. */
export function Rail({ wide = false }: { wide?: boolean }) {
  const t = useTranslations("nav");
  const me = useMe();
  const pathname = usePathname();
  const badges = useBadges();
  return (
    <nav aria-label={t("label")}>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-0.5">
        {destinations
          .filter(({ needs }) => me.permissions.includes(needs))
          .map(({ name, href, icon: Icon }) => {
            const here = href === "/" ? pathname === "/" : pathname.startsWith(href);
            const badge = badges[name];
            return (
              <li key={name}>
                <PageLink
                  href={href}
                  aria-current={here ? "page" : undefined}
                  title={t(name)}
                  className={clsx(
                    "relative flex h-9 items-center gap-2.5 rounded-md px-2.5",
                    !wide && "justify-center rail:justify-start",
                    here ? "bg-accent-soft font-medium text-ink" : "text-ink-soft hover:bg-raised hover:text-ink",
                  )}
                >
                  <Icon aria-hidden className={clsx("size-4 shrink-0", here && "text-accent")} />
                  <span className={clsx("flex-1", !wide && "sr-only rail:not-sr-only")}>{t(name)}</span>
                  {badge && <Badge {...badge} wide={wide} />}
                </PageLink>
              </li>
            );
          })}
      </ul>
    </nav>
  );
}

type BadgeText = {
  count: number;
  word: "missed" | "toApprove" | "paused" | "running" | "away" | "failing" | "stopped" | "found";
};

const badgeTones: Record<BadgeText["word"], string> = {
  missed: "bg-missed-soft text-missed",
  found: "bg-missed-soft text-missed",
  toApprove: "bg-missed-soft text-missed",
  paused: "bg-missed-soft text-missed",
  running: "bg-replayed-soft text-replayed",
  away: "bg-failed-soft text-failed",
  failing: "bg-failed-soft text-failed",
  stopped: "bg-failed-soft text-failed",
};

function Badge({ count, word, wide }: BadgeText & { wide: boolean }) {
  const t = useTranslations("nav");
  const tone = badgeTones[word];
  return (
    <span
      className={clsx(
        "rounded-full px-1.5 text-[11px] font-medium",
        tone,
        !wide && "max-rail:absolute max-rail:-top-0.5 max-rail:right-0",
      )}
    >
      <Count value={count} />
      <span className={clsx("ml-1", !wide && "max-rail:sr-only")}>{t(word)}</span>
    </span>
  );
}

function useBadges(): Partial<Record<string, BadgeText>> {
  const client = useTRPCClient();
  const seesPublication = useMay("publication:see");
  const seesJobs = useMay("republish:see");
  const searches = useMay("event:search");
  const me = useMe();
  // Under keys of their own: the frame is hydrated before the page in it, and an answer to the frame that the page finds in
  // the cache would make it differ from what the server rendered.
  const status = useQuery({
    queryKey: ["rail", "publication"],
    queryFn: () => client.publication.status.query({}),
    enabled: seesPublication,
    refetchInterval: COUNT_EVERY_MS,
  });
  const jobs = useQuery({
    queryKey: ["rail", "republish"],
    queryFn: () => client.republish.list.query({ which: "open" }),
    enabled: seesJobs,
    refetchInterval: COUNT_EVERY_MS,
  });
  const watches = useQuery({
    queryKey: ["rail", "watches"],
    queryFn: () => client.watches.list.query({}),
    enabled: searches,
    refetchInterval: COUNT_EVERY_MS,
  });
  const found = watches.data?.watches.reduce((sum, { unseen }) => sum + unseen, 0) ?? 0;
  const publication = status.data === undefined ? null : publicationBadge(status.data);
  const republish = jobs.data === undefined ? null : jobsBadge(jobs.data.jobs, me.id);
  return {
    ...(publication !== null && { publication }),
    ...(republish !== null && { republish }),
    ...(found > 0 && { events: { word: "found" as const, count: found } }),
  };
}

/** What waits for this person before what goes by itself: nobody approves what they ordered. */
function jobsBadge(open: readonly RepublishJob[], meId: string): BadgeText | null {
  const toApprove = open.filter(({ state, requestedById }) => state === "approval" && requestedById !== meId).length;
  if (toApprove > 0) return { word: "toApprove", count: toApprove };
  const paused = open.filter(({ state }) => state === "paused").length;
  if (paused > 0) return { word: "paused", count: paused };
  return open.length > 0 ? { word: "running", count: open.length } : null;
}

/** The worst of it, with its number: who does not answer, stopped layers, what is overdue, what fails. */
function publicationBadge(status: PublicationStatus): BadgeText | null {
  const counts: BadgeText[] = [
    { word: "away", count: status.outages.length + (isUnseen(status) ? 1 : 0) },
    { word: "stopped", count: status.layers.filter(({ stopped }) => stopped?.scope === "everything").length },
    { word: "missed", count: status.layers.reduce((sum, { overdue }) => sum + overdue, 0) },
    { word: "failing", count: countFailing(status) + status.layers.reduce((sum, { parked }) => sum + parked, 0) },
  ];
  return counts.find(({ count }) => count > 0) ?? null;
}
