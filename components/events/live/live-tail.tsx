"use client";

import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { ArrowUp } from "lucide-react";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { Kbd } from "#components/ui/keys/kbd";
import type { Condition } from "#server/vocabulary/conditions";
import type { ArrivedEvents } from "#server/vocabulary/explore/event-tail";
import { periodOf } from "#server/vocabulary/read-condition-value";
import { useLive } from "../../live/use-live.ts";
import { useShortcuts } from "../../ui/keys/use-shortcuts.ts";
import { isSignedOut } from "../../ui/read-fault.ts";
import { type EventList, NOTHING_WAITS, withArrived, withStates, withWaiting } from "./arrived-events.ts";
import { useReading } from "./use-reading.ts";

/** What is followed, and where it is shown. */
export type TailProps = {
  conditions: Condition[];
  /** Where the list that is followed is kept, and when it was read. */
  listKey: QueryKey;
  since: string;
  list: RefObject<HTMLElement | null>;
  /** Older ones are being loaded, or an event is open: nothing moves meanwhile. */
  isBusy: boolean;
  /** Asks for the list again. */
  onSignedOut: () => void;
};

/** Follows a search: what comes stands on top of the list, or waits while somebody reads. Says which of both, and why nothing comes. */
export function LiveTail({ conditions, listKey, since, list, isBusy, onSignedOut }: TailProps) {
  const t = useTranslations("tail");
  const bar = useRef<HTMLDivElement>(null);
  const [isOver] = useState(() => endsBefore(conditions, Date.now()));
  const { isLive, fault, waiting, show } = useArrived({ conditions, listKey, since, isWanted: !isOver, onSignedOut });
  const isReading = useReading(list);
  const isPaused = isReading || isBusy;
  const count = waiting.events.length;
  useEffect(() => {
    if (!isPaused && count > 0) show();
  }, [isPaused, count, show]);
  const showNow = () => {
    if (count === 0) return;
    show();
    bar.current?.focus({ preventScroll: true });
    list.current?.scrollIntoView({ block: "start" });
  };
  useShortcuts({ n: showNow });
  const state = isOver ? "over" : !isLive ? "connecting" : isPaused ? "paused" : "live";
  return (
    <div
      ref={bar}
      tabIndex={-1}
      className="sticky top-12 z-10 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-published-soft px-4 py-1.5 text-published outline-none"
    >
      <p role="status" className="min-w-0 flex-1 basis-40">
        {t(state)}
      </p>
      {count > 0 && (
        <Button size="small" onClick={showNow}>
          <ArrowUp aria-hidden className="size-3.5" />
          {waiting.continues ? t("show", { count }) : t("showMany", { count })}
          <Kbd>n</Kbd>
        </Button>
      )}
      {fault !== null && !isLive && (
        <div className="basis-full">
          <FormFault error={fault} />
        </div>
      )}
    </div>
  );
}

type Followed = Pick<TailProps, "conditions" | "listKey" | "since" | "onSignedOut"> & { isWanted: boolean };

/** What came and waits to be shown, and how to show it. The newer state of what stands in the list is shown at once. */
function useArrived({ conditions, listKey, since, isWanted, onSignedOut }: Followed) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const { isLive, stream } = useLive(isWanted);
  const [waiting, setWaiting] = useState(NOTHING_WAITS);
  const [fault, setFault] = useState<unknown>(null);
  const lastAt = useRef(since);
  // A stream that begins again goes on where the one before ended.
  const [from, setFrom] = useState(since);
  const { enabled } = stream;
  useEffect(() => {
    if (!enabled) setFrom(lastAt.current);
  }, [enabled]);

  const onData = (arrived: ArrivedEvents) => {
    lastAt.current = arrived.asOf;
    setFault(null);
    const shown = cache.getQueryData<EventList>(listKey);
    const listed = new Set(shown?.pages.flatMap(({ events }) => events.map(({ id }) => id)));
    cache.setQueryData<EventList>(listKey, (before) => before && withStates(before, arrived.events));
    setWaiting((before) => withArrived(before, arrived, listed));
  };
  const onError = (error: unknown) => {
    stream.onError();
    setFault(error);
    if (isSignedOut(error)) onSignedOut();
  };
  useSubscription(trpc.events.follow.subscriptionOptions({ conditions, since: from }, { ...stream, onData, onError }));

  const show = useCallback(() => {
    cache.setQueryData<EventList>(listKey, (before) => before && withWaiting(before, waiting, lastAt.current));
    setWaiting(NOTHING_WAITS);
  }, [cache, listKey, waiting]);
  return { isLive, fault, waiting, show };
}

/** Whether a search asks for a period that has ended: nothing that comes now can be within. */
function endsBefore(conditions: readonly Condition[], now: number): boolean {
  return conditions.some(
    ({ field, values }) =>
      field === "occurred" &&
      values.every((range) => {
        const { end } = periodOf(range);
        return end !== null && Date.parse(end) < now;
      }),
  );
}
