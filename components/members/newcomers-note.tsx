"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUp } from "lucide-react";
import { useTranslations } from "use-intl";
import { useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import type { TimelinePage } from "#server/vocabulary/member/timeline";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { type TimelineInput, timelineKey } from "../events/list/event-pages.ts";
import { newcomersOf } from "./newcomers.ts";

/** A member's page is read, not watched; while it lies in the background nobody asks. */
const ASK_EVERY_MS = 15_000;
/** So many of the newest are compared with what is shown. */
const NEWEST = 50;

type Props = {
  input: TimelineInput;
  /** The list's first page, and when the browser got it. */
  first: TimelinePage | undefined;
  readAt: number;
  events: readonly MemberEvent[];
  onShow: () => unknown;
};

/** Announces what came since the list was read: new events on top, and late ones that stand between those shown. */
export function NewcomersNote({ input, first, readAt, events, onShow }: Props) {
  const t = useTranslations("newcomers");
  const client = useTRPCClient();
  const { data } = useQuery({
    queryKey: [...timelineKey(input), "newest"],
    queryFn: ({ signal }) => client.members.timeline.query({ ...input, limit: NEWEST }, { signal }),
    refetchInterval: ASK_EVERY_MS,
    initialData: first,
    initialDataUpdatedAt: readAt,
    staleTime: ASK_EVERY_MS,
  });
  const { fresh, late } = newcomersOf(data?.events ?? [], events);
  return (
    <div role="status" className="empty:hidden">
      {fresh + late > 0 && (
        <p className="flex flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-4 py-1.5">
          <span>
            {fresh > 0 && t("fresh", { count: fresh })} {late > 0 && t("late", { count: late })}
          </span>
          <Button size="small" onClick={onShow}>
            <ArrowUp aria-hidden className="size-3.5" />
            {t("show")}
          </Button>
        </p>
      )}
    </div>
  );
}
