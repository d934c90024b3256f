"use client";

import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Count } from "#components/ui/count";
import { GivenText } from "#components/ui/given-text";
import type { Stacking } from "#server/vocabulary/explore/histogram";
import { barName } from "./period-of-bars.ts";
import { type Histogram, useSayStack } from "./stack-legend.tsx";

type Props = { histogram: Histogram; by: Stacking; onZoom: (first: number, last: number) => void };

/** The bars as a table, those without events left out; a bar's time zooms into it. */
export function HistogramTable({ histogram: { edges, unit, stacks }, by, onZoom }: Props) {
  const t = useTranslations("histogram");
  const { zone } = usePreferences();
  const say = useSayStack(by);
  const bars = Array.from({ length: edges.length - 1 }, (_, bar) => {
    const counts = stacks.map(({ counts: of }) => of[bar] ?? 0);
    return { bar, counts, total: counts.reduce((sum, n) => sum + n, 0) };
  }).filter(({ total }) => total > 0);
  const cell = "px-2 py-1 text-right";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard.
    <section aria-label={t("asTable")} tabIndex={0} className="mt-1 max-h-80 overflow-auto">
      <table className="w-full">
        <thead className="sticky top-0 bg-surface text-meta text-ink-faint">
          <tr>
            <th scope="col" className="px-2 py-1 text-left font-medium">
              {t(`units.${unit}`)}
            </th>
            <th scope="col" className={`${cell} font-medium`}>
              {t("total")}
            </th>
            {stacks.map((stack) => (
              <th key={stack.key} scope="col" className={`${cell} font-medium`}>
                <GivenText text={say(stack)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map(({ bar, counts, total }) => (
            <tr key={bar} className="border-t border-line">
              <th scope="row" className="px-2 py-0.5 text-left font-normal">
                <button
                  type="button"
                  title={t("zoomIn")}
                  onClick={() => onZoom(bar, bar)}
                  className="min-h-6 text-accent underline-offset-2 hover:underline"
                >
                  {barName(edges[bar] ?? "", unit, zone)}
                </button>
              </th>
              <td className={cell}>
                <Count value={total} />
              </td>
              {counts.map((n, at) => (
                <td key={stacks[at]?.key} className={`${cell} text-ink-soft`}>
                  <Count value={n} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
