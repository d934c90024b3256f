"use client";

import { useFormatter, useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import type { ForetoldPlan } from "#server/vocabulary/republish-plan";

/** What each subscriber would get by its policy; the target's row is marked. */
export function FanOutTable({ plan, target }: { plan: Pick<ForetoldPlan, "fanOut">; target: string }) {
  const t = useTranslations("plan");
  const rules = useTranslations("republish.replayRules");
  const format = useFormatter();
  const { locale } = usePreferences();
  const rows = [...plan.fanOut].sort((a, b) => b.receives - a.receives);
  const number = (value: number, isEstimate: boolean) => `${isEstimate ? "≈ " : ""}${format.number(value)}`;
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <caption className="sr-only">{t("fanOut")}</caption>
        <thead className="text-meta text-ink-faint">
          <tr>
            <th scope="col" className="py-1 pr-4 font-medium">
              {t("subscriber")}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-medium">
              {t("receives")}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-medium">
              {t("drops")}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-medium">
              {t("handled")}
            </th>
            <th scope="col" className="py-1 font-medium max-sm:hidden">
              {t("replay")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={row.id === target ? "bg-accent-soft" : undefined}>
              <td className="border-t border-line py-1.5 pr-4 font-medium" title={row.description[locale]}>
                {row.id}
                {row.receives > 0 && (
                  <span className="block font-normal text-meta text-ink-soft sm:hidden">{rules(row.replayRule)}</span>
                )}
              </td>
              <td className="tabular whitespace-nowrap border-t border-line py-1.5 pr-4 text-right">
                {number(row.receives, row.isEstimate)}
              </td>
              <td className="tabular whitespace-nowrap border-t border-line py-1.5 pr-4 text-right text-ink-soft">
                {number(row.drops, row.isEstimate)}
              </td>
              <td className="tabular whitespace-nowrap border-t border-line py-1.5 pr-4 text-right text-ink-soft">
                {row.handled === null ? t("notKnown") : format.number(row.handled)}
              </td>
              <td className="border-t border-line py-1.5 text-meta text-ink-soft max-sm:hidden">
                {row.receives > 0 && rules(row.replayRule)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
