"use client";

import { clsx } from "clsx";

const HEIGHT = 100;

/** Days as small bars, for the eye only: what they say stands beside them in words. */
export function DayBars({ days, className }: { days: readonly number[]; className?: string }) {
  const most = Math.max(1, ...days);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${days.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={clsx("block", className)}
    >
      {days.map((n, day) => {
        const height = n === 0 ? 3 : Math.max(8, (n / most) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its place.
            key={day}
            x={day + 0.1}
            width={0.8}
            y={HEIGHT - height}
            height={height}
            className={n === 0 ? "fill-line" : "fill-line-strong"}
          />
        );
      })}
    </svg>
  );
}
