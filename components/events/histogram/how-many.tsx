"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPCClient } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { FormFault } from "#components/ui/failed-state";
import type { EventCounts } from "#server/vocabulary/explore/histogram";
import type { CountedSearch } from "./use-event-counts.ts";

type Props = { counts: EventCounts | undefined; search: CountedSearch; isOld: boolean };

/** How many events there are: exactly, or at least; then all of them are counted on demand. */
export function HowMany({ counts, search, isOld }: Props) {
  const t = useTranslations("histogram");
  if (counts === undefined) return <p className="text-meta text-ink-faint">{t("counting")}</p>;
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <p role="status" className="flex flex-wrap items-baseline gap-x-2 aria-busy:opacity-60" aria-busy={isOld}>
        <span className="text-section font-semibold">
          {t.rich("howMany", {
            n: (unit) => (
              <Count value={counts.count} floor={counts.isFloor}>
                {unit}
              </Count>
            ),
            count: counts.count,
          })}
        </span>
        <span className="text-meta text-ink-faint">
          {counts.isFloor ? t("atLeast") : t("exact")}
          {counts.histogram?.of === "newest" && ` · ${t("newest", { count: counts.count })}`}
        </span>
      </p>
      {counts.isFloor && search.policy === undefined && !isOld && (
        <CountAll key={JSON.stringify(search)} search={search} />
      )}
    </div>
  );
}

/** Counts to the last event, for as long as somebody waits: leaving, another search or the button ends it on the server. */
function CountAll({ search: { conditions } }: { search: CountedSearch }) {
  const t = useTranslations("histogram");
  const client = useTRPCClient();
  const cache = useQueryClient();
  const [isWanted, setWanted] = useState(false);
  const queryKey = ["count-all", conditions];
  const all = useQuery({
    queryKey,
    queryFn: ({ signal }) => client.counts.all.query({ conditions }, { signal }),
    enabled: isWanted,
    retry: false,
  });
  if (!isWanted) {
    return (
      <Button size="small" onClick={() => setWanted(true)}>
        {t("countAll")}
      </Button>
    );
  }
  if (all.isError) return <FormFault error={all.error} />;
  if (all.data === undefined) {
    return (
      <span role="status" className="inline-flex items-center gap-2 text-meta text-ink-soft">
        {t("countingAll")}
        <Button
          size="small"
          onClick={() => {
            setWanted(false);
            void cache.cancelQueries({ queryKey });
          }}
        >
          {t("stop")}
        </Button>
      </span>
    );
  }
  const { events, members } = all.data;
  return (
    <span role="status" className="text-meta text-ink-soft">
      {events === null || members === null ? t("tookTooLong") : t("allCounted", { events, members })}
    </span>
  );
}
