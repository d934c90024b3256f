"use client";

import { GitBranch, Globe, ListTree, Smartphone, UserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { GivenText } from "#components/ui/given-text";
import type { LookUp } from "#server/vocabulary/views";

const icons = { member: UserRound, event: ListTree, story: GitBranch, device: Smartphone, ip: Globe } as const;

/** One thing that the search box understood. */
export function LookUpHit({ hit }: { hit: LookUp }) {
  const t = useTranslations("lookUp");
  const Icon = icons[hit.kind];
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Icon aria-hidden className="size-4 shrink-0 text-ink-soft" />
      <span className="shrink-0">{t(hit.kind)}</span>
      <span className="truncate font-mono text-meta">
        <GivenText text={nameOf(hit)} />
      </span>
      {hit.kind === "member" && hit.via !== "id" && (
        <span className="text-meta text-ink-faint">{t(`via.${hit.via}`)}</span>
      )}
    </span>
  );
}

function nameOf(hit: LookUp): string {
  switch (hit.kind) {
    case "member":
      return hit.memberId;
    case "event":
      return hit.eventId;
    case "story":
      return hit.correlationId;
    case "device":
      return hit.device;
    case "ip":
      return hit.ip;
  }
}
