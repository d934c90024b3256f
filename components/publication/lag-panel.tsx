"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Count } from "#components/ui/count";
import { Panel } from "#components/ui/panel";
import { Span } from "#components/ui/time/span";
import { TimeOfDay } from "#components/ui/time/time";
import type { LagPoint } from "#server/vocabulary/publication-status";

const EVERY_MS = 30_000;

const [WIDTH, HEIGHT] = [600, 72];

const lines = [
  { name: "p50Ms", label: "p50", className: "stroke-published" },
  { name: "p95Ms", label: "p95", className: "stroke-waiting" },
  { name: "p99Ms", label: "p99", className: "stroke-missed" },
] as const;

/** From stored to recorded over the last hour, a small chart a layer and the newest figures beside it. */
export function LagPanel() {
  const t = useTranslations("lag");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.publication.lag.queryOptions({}, { refetchInterval: EVERY_MS }));
  if (data === undefined) return null;
  return (
    <Panel title={t("title")} aside={t("hint")}>
      <div className="grid gap-px border-t border-line bg-line sm:grid-cols-2">
        {(["internal", "external"] as const).map((layer) => (
          <LayerLag
            key={layer}
            name={t(`layers.${layer}`)}
            points={data.points.filter((point) => point.layer === layer)}
          />
        ))}
      </div>
    </Panel>
  );
}

function LayerLag({ name, points }: { name: string; points: LagPoint[] }) {
  const t = useTranslations("lag");
  const highest = Math.max(1, ...points.map((point) => point.p99Ms ?? 0));
  const newest = points.findLast((point) => point.recorded > 0);
  return (
    <figure className="min-w-0 bg-surface px-4 py-3">
      <figcaption className="mb-2 flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">{name}</span>
        <span className="text-meta text-ink-faint">
          {t.rich("highest", { ms: () => <Span ms={newest === undefined ? null : highest} /> })}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-18 w-full"
        role="img"
        aria-label={t("chart", { name })}
      >
        <line x1="0" y1={HEIGHT - 1} x2={WIDTH} y2={HEIGHT - 1} className="stroke-line" />
        {lines.map(({ name: key, className }) => (
          <path
            key={key}
            d={pathOf(
              points.map((point) => point[key]),
              highest,
            )}
            className={`fill-none stroke-2 ${className}`}
            vectorEffect="non-scaling-stroke"
          />
        ))}
      </svg>
      <p className="mt-2 flex flex-wrap gap-x-4 text-meta text-ink-soft">
        {newest === undefined ? (
          t("none")
        ) : (
          <>
            <TimeOfDay iso={newest.from} />
            {lines.map(({ name: key, label }) => (
              <span key={key}>
                {label} <Span ms={newest[key]} />
              </span>
            ))}
            <span>{t.rich("recorded", { n: () => <Count value={newest.recorded} /> })}</span>
          </>
        )}
      </p>
    </figure>
  );
}

/** A line through what was measured, with a gap where nothing was. */
function pathOf(values: readonly (number | null)[], highest: number): string {
  const step = WIDTH / Math.max(1, values.length - 1);
  let isDown = false;
  return values
    .map((value, index) => {
      if (value === null) {
        isDown = false;
        return "";
      }
      const point = `${Math.round(index * step)} ${(HEIGHT - 2 - (value / highest) * (HEIGHT - 6)).toFixed(1)}`;
      const command = isDown ? `L ${point}` : `M ${point} h 0.1`;
      isDown = true;
      return command;
    })
    .join(" ");
}
