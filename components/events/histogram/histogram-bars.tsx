"use client";

import { type KeyboardEvent, type PointerEvent, useId, useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import type { Stacking } from "#server/vocabulary/explore/histogram";
import { barName } from "./period-of-bars.ts";
import { type Histogram, hueOf, useSayStack } from "./stack-legend.tsx";

type Props = {
  histogram: Histogram;
  by: Stacking;
  onZoom: (first: number, last: number) => void;
  onBack: () => void;
};

/** In units of the drawing: a bar's room, what it fills of it, and the height of the highest. */
const STEP = 10;
const WIDTH = 8;
const HEIGHT = 100;

/**
 * The bars. A drag chooses some and zooms in, a double click goes back; with the keyboard arrows choose a bar, with Shift
 * more of them, Enter zooms in and Backspace goes back.
 */
export function HistogramBars({ histogram, by, onZoom, onBack }: Props) {
  const t = useTranslations("histogram");
  const { zone } = usePreferences();
  const say = useSayBars(histogram, by);
  const hintId = useId();
  const bars = histogram.edges.length - 1;
  const [chosen, setChosen] = useState<{ from: number; to: number } | null>(null);
  const [dragging, setDragging] = useState(false);
  const first = chosen === null ? null : Math.min(chosen.from, chosen.to);
  const last = chosen === null ? null : Math.max(chosen.from, chosen.to);
  const zoomIn = () => first !== null && last !== null && onZoom(first, last);

  function press(event: KeyboardEvent) {
    const at = chosen?.to ?? -1;
    const moves: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at < 0 ? bars - 1 : at - 1,
      Home: 0,
      End: bars - 1,
    };
    const to = moves[event.key];
    if (to !== undefined) {
      const within = Math.min(Math.max(to, 0), bars - 1);
      setChosen({ from: event.shiftKey && chosen !== null ? chosen.from : within, to: within });
    } else if (event.key === "Enter") zoomIn();
    else if (event.key === "Backspace") onBack();
    else if (event.key === "Escape" && chosen !== null) setChosen(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function barAt(event: PointerEvent<HTMLElement>): number {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.min(Math.max(Math.floor(((event.clientX - left) / width) * bars), 0), bars - 1);
  }

  const highest = Math.max(1, ...Array.from({ length: bars }, (_, bar) => say.total(bar, bar)));
  return (
    <div className="mt-1">
      {/* A slider is what assistive technology knows how to move with arrows and to read one value of. */}
      <div
        role="slider"
        tabIndex={0}
        aria-label={t("title")}
        aria-describedby={hintId}
        aria-valuemin={1}
        aria-valuemax={bars}
        aria-valuenow={(chosen?.to ?? 0) + 1}
        aria-valuetext={first === null || last === null ? t("noBar", { count: bars }) : say.bars(first, last)}
        onKeyDown={press}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const bar = barAt(event);
          setChosen({ from: bar, to: bar });
          setDragging(true);
        }}
        onPointerMove={(event) => {
          const bar = barAt(event);
          if (dragging && chosen !== null && bar !== chosen.to) setChosen({ ...chosen, to: bar });
        }}
        onPointerUp={() => {
          setDragging(false);
          if (first !== last) zoomIn();
        }}
        onPointerCancel={() => setDragging(false)}
        onDoubleClick={onBack}
        className="cursor-crosshair touch-pan-y rounded-sm"
      >
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${bars * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="block h-20 w-full"
        >
          {first !== null && last !== null && (
            <rect x={first * STEP} width={(last - first + 1) * STEP} height={HEIGHT} className="fill-accent-soft" />
          )}
          {pathsOf(histogram, highest).map((path, at) => {
            const stack = histogram.stacks[at];
            if (stack === undefined) return null;
            return (
              <path
                key={stack.key}
                d={path}
                data-family={hueOf(stack, at, by)}
                className={stack.key === null ? "fill-ink-faint" : "fill-current"}
              />
            );
          })}
          <line
            x1={0}
            x2={bars * STEP}
            y1={HEIGHT}
            y2={HEIGHT}
            className="stroke-line-strong"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
      </div>
      <div aria-hidden="true" className="flex justify-between text-meta text-ink-faint tabular">
        <span>{barName(histogram.edges[0] ?? "", histogram.unit, zone)}</span>
        <span className="max-sm:hidden">{barName(histogram.edges[bars >> 1] ?? "", histogram.unit, zone)}</span>
        <span>{barName(histogram.edges[bars - 1] ?? "", histogram.unit, zone)}</span>
      </div>
      <div className="mt-1 flex min-h-7 flex-wrap items-center gap-2 text-meta">
        {first === null || last === null ? (
          <span id={hintId} className="text-ink-faint">
            {t("hint", { unit: t(`units.${histogram.unit}`) })}
          </span>
        ) : (
          <>
            <span id={hintId} className="text-ink-soft">
              {say.bars(first, last)}
            </span>
            <Button size="small" onClick={zoomIn}>
              {t("zoomIn")}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

/** Says bars in words: when, how many, and of what. */
function useSayBars({ edges, unit, stacks }: Histogram, by: Stacking) {
  const t = useTranslations("histogram");
  const format = useFormatter();
  const { zone } = usePreferences();
  const sayStack = useSayStack(by);
  const sum = (counts: readonly number[], first: number, last: number) =>
    counts.slice(first, last + 1).reduce((total, n) => total + n, 0);
  const total = (first: number, last: number) => stacks.reduce((all, { counts }) => all + sum(counts, first, last), 0);
  const bars = (first: number, last: number) => {
    const from = barName(edges[first] ?? "", unit, zone);
    const to = barName(edges[last] ?? "", unit, zone);
    const parts = stacks
      .map((stack) => ({ stack, n: sum(stack.counts, first, last) }))
      .filter(({ n }) => n > 0)
      .map(({ stack, n }) => `${sayStack(stack)} ${format.number(n)}`);
    const when = from === to ? from : `${from} – ${to}`;
    return [when, t("events", { count: total(first, last) }), parts.join(", ")]
      .filter((text) => text !== "")
      .join(" · ");
  };
  return { total, bars };
}

/** One path a stack, each bar standing on those before it. */
function pathsOf({ stacks, edges }: Histogram, highest: number): string[] {
  const tops = Array.from({ length: edges.length - 1 }, () => 0);
  return stacks.map(({ counts }) =>
    counts
      .map((n, bar) => {
        if (n === 0) return "";
        const below = tops[bar] ?? 0;
        tops[bar] = below + n;
        const [bottom, top] = [HEIGHT - (below / highest) * HEIGHT, HEIGHT - ((below + n) / highest) * HEIGHT];
        const left = bar * STEP + (STEP - WIDTH) / 2;
        return `M${left} ${bottom.toFixed(2)}V${top.toFixed(2)}H${left + WIDTH}V${bottom.toFixed(2)}Z`;
      })
      .join(""),
  );
}
