"use client";

import { useFormatter, useTranslations } from "use-intl";
import type { RatePoint } from "./use-course.ts";

/** The picture's own measure; it is stretched to the panel's width. */
const WIDTH = 600;
const HEIGHT = 56;
/** What the width stands for at least, so that a young chart grows from the right. */
const LEAST_MS = 60_000;

/** How fast a job went against how fast it may go: the area is the rate, the line is what is wanted. */
export function RateChart({ points }: { points: readonly RatePoint[] }) {
  const t = useTranslations("course");
  const format = useFormatter();
  const last = points.at(-1);
  const [first] = points;
  if (last === undefined || first === undefined || points.length < 3) return null;
  const span = Math.max(LEAST_MS, last.at - first.at);
  const highest = Math.max(1, ...points.map(({ rate, wanted }) => Math.max(rate, wanted))) * 1.1;
  const x = (at: number) => WIDTH - ((last.at - at) / span) * WIDTH;
  const y = (rate: number) => HEIGHT - (rate / highest) * HEIGHT;
  const along = (of: (point: RatePoint) => number) =>
    points.map((point) => `${x(point.at).toFixed(1)},${y(of(point)).toFixed(1)}`).join(" ");
  const number = (rate: number) => format.number(Math.round(rate));
  return (
    <figure className="grid gap-1">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t("chart", { now: number(last.rate), wanted: number(last.wanted) })}
        className="h-14 w-full rounded-sm bg-raised"
      >
        <polygon
          points={`${x(first.at).toFixed(1)},${HEIGHT} ${along(({ rate }) => rate)} ${WIDTH},${HEIGHT}`}
          className="fill-current text-replayed opacity-40"
        />
        <polyline
          points={along(({ rate }) => rate)}
          fill="none"
          vectorEffect="non-scaling-stroke"
          className="stroke-current text-replayed"
          strokeWidth="1.5"
        />
        <polyline
          points={along(({ wanted }) => wanted)}
          fill="none"
          vectorEffect="non-scaling-stroke"
          className="stroke-current text-ink-soft"
          strokeWidth="1"
          strokeDasharray="4 3"
        />
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-meta text-ink-faint">
        <span>{t("chartFrom", { seconds: Math.round(span / 1000) })}</span>
        <span className="flex gap-x-3">
          <span className="inline-flex items-center gap-1">
            <svg aria-hidden="true" viewBox="0 0 8 8" className="size-2 fill-current text-replayed">
              <rect width="8" height="8" rx="2" />
            </svg>
            {t("chartNow")}
          </span>
          <span className="inline-flex items-center gap-1">
            <svg aria-hidden="true" viewBox="0 0 14 8" className="h-2 w-3.5 stroke-current text-ink-soft">
              <path d="M0 4h14" strokeWidth="1.5" strokeDasharray="4 3" />
            </svg>
            {t("chartWanted")}
          </span>
        </span>
      </figcaption>
    </figure>
  );
}
