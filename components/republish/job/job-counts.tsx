"use client";

import { clsx } from "clsx";
import { useFormatter, useTranslations } from "use-intl";
import { itemTones, useSayItemState } from "#components/republish/job/job-state";
import { Count } from "#components/ui/count";
import { type ToneName, toneText } from "#components/ui/tone";
import type { ItemState, RepublishJob } from "#server/vocabulary/republish-job";

/** One bar split by outcome, and the numbers, which add up to the whole. */
export function JobCounts({ job: { counts, state: jobState } }: { job: RepublishJob }) {
  const say = useSayItemState(jobState);
  const t = useTranslations("job");
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <div className="px-4 pb-4">
      <OutcomeBar counts={counts} />
      <dl className="mt-3 flex flex-wrap gap-x-6 gap-y-2">
        {itemTones.map(({ state, tone }) => (
          <div key={state} className={clsx(counts[state] === 0 && "text-ink-faint")}>
            <dt className="flex items-center gap-1.5 text-meta">
              <svg aria-hidden="true" viewBox="0 0 8 8" className={clsx("size-2 fill-current", barTone(state, tone))}>
                <rect width="8" height="8" rx="2" />
              </svg>
              {say(state)}
            </dt>
            <dd className="text-title font-semibold">
              <Count value={counts[state]} />
            </dd>
          </div>
        ))}
        <div className="border-l border-line pl-6">
          <dt className="text-meta">{t("total")}</dt>
          <dd className="text-title font-semibold">
            <Count value={total} />
          </dd>
        </div>
      </dl>
    </div>
  );
}

/** The bar alone. */
export function OutcomeBar({ counts }: { counts: Record<ItemState, number> }) {
  const t = useTranslations("itemState");
  const format = useFormatter();
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const shown = itemTones.filter(({ state }) => counts[state] > 0);
  let start = 0;
  return (
    <svg
      viewBox="0 0 1000 10"
      preserveAspectRatio="none"
      role="img"
      aria-label={shown.map(({ state }) => `${t(state)} ${format.number(counts[state])}`).join(", ")}
      className="h-2.5 w-full overflow-hidden rounded-full bg-raised"
    >
      {shown.map(({ state, tone }) => {
        const width = (counts[state] / Math.max(1, total)) * 1000;
        const x = start;
        start += width;
        return (
          <rect
            key={state}
            x={x}
            y="0"
            width={width}
            height="10"
            className={clsx("fill-current", barTone(state, tone))}
          />
        );
      })}
    </svg>
  );
}

/** What has not begun is the empty part of the bar: a job that waits must not look like one that is full. */
function barTone(state: ItemState, tone: ToneName): string {
  return state === "waiting" ? "text-line" : toneText(tone);
}
