"use client";

import { type KeyboardEvent, type MouseEvent, useMemo, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useMoment } from "#components/preferences/preferences-provider";
import type { MemberHistory } from "#server/vocabulary/views";
import { type Bar, barsOf } from "./history-strip.ts";

const HEIGHT = 100;
const STEPS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -4, PageDown: 4 };

/**
 * A member's activity over the years, a bar a week (or several), to jump by: to the bar that is clicked, or with the arrow
 * keys and enter.
 *
 * @param onJump gets the end of the bar, from which the timeline then goes down.
 */
export function ActivityStrip({ history, onJump }: { history: MemberHistory; onJump: (to: string) => void }) {
  const t = useTranslations("activity");
  const format = useFormatter();
  const now = useMoment().getTime();
  const bars = useMemo(() => barsOf(history.weeks, now), [history.weeks, now]);
  const [at, setAt] = useState<number | null>(null);
  const last = bars.length - 1;
  if (last < 1) return null;
  const most = Math.max(...bars.map(({ events }) => events), 1);
  const day = (iso: string) => format.dateTime(new Date(iso), { year: "numeric", month: "short", day: "numeric" });
  const dayBefore = (iso: string) => day(new Date(Date.parse(iso) - 1).toISOString());
  const say = ({ from, to, events }: Bar) => t("bar", { from: day(from), to: dayBefore(to), count: events });
  const here = Math.min(at ?? last, last);
  const shown = bars[here];
  const jump = (to: number) => {
    const bar = bars[to];
    if (bar !== undefined) onJump(bar.to);
  };

  function onKeyDown(event: KeyboardEvent) {
    const target = { Home: 0, End: last }[event.key] ?? here + (STEPS[event.key] ?? 0);
    if (event.key === "Enter" || event.key === " ") jump(here);
    else if (target === here) return;
    else setAt(Math.max(0, Math.min(last, target)));
    event.preventDefault();
  }

  const barUnder = (event: MouseEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(last, Math.floor(((event.clientX - left) / width) * bars.length)));
  };

  return (
    <div className="px-4 pt-1 pb-2">
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("label")}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={here}
        aria-valuetext={shown && say(shown)}
        onKeyDown={onKeyDown}
        onBlur={() => setAt(null)}
        onMouseMove={(event) => setAt(barUnder(event))}
        onMouseLeave={() => setAt(null)}
        onClick={(event) => jump(barUnder(event))}
        className="h-9 cursor-pointer rounded-sm max-sm:h-7"
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${bars.length} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="size-full"
        >
          {bars.map(({ from, events }, index) => {
            const height = events === 0 ? 3 : Math.max(8, (events / most) * HEIGHT);
            const look = index === at ? "fill-accent" : events === 0 ? "fill-line" : "fill-line-strong";
            return <rect key={from} x={index + 0.1} width={0.8} y={HEIGHT - height} height={height} className={look} />;
          })}
        </svg>
      </div>
      <p className="flex justify-between gap-2 text-meta text-ink-faint">
        <span>{bars[0] && day(bars[0].from)}</span>
        <span className="truncate font-medium text-ink-soft">
          {at !== null && shown && `${say(shown)} ${t("jump")}`}
        </span>
        <span>{t("today")}</span>
      </p>
    </div>
  );
}
