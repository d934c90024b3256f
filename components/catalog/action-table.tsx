"use client";

import { useRef } from "react";
import { useTranslations } from "use-intl";
import { DayBars } from "#components/catalog/day-bars";
import { FamilyIcon } from "#components/events/words/family-icon";
import { usePreferences } from "#components/preferences/preferences-provider";
import { PageLink } from "#components/ui/page-link";
import type { ActionListener, ActionVolumes } from "#server/vocabulary/explore/catalog-page";
import type { CatalogAction } from "#server/vocabulary/member-event";
import { actionWords } from "#server/vocabulary/sentence/event-sentence";
import { useRowKeys } from "../ui/keys/use-row-keys.ts";
import { actionHref } from "./action-href.ts";

type Props = {
  actions: readonly CatalogAction[];
  /** Not there while they are counted. */
  volumes: ActionVolumes | undefined;
  isUncounted: boolean;
  /** Null for whoever may not see subscribers. */
  listeners: readonly ActionListener[] | null;
};

/** Actions as rows: what they mean, what they carry, who is told, how often they happen. */
export function ActionTable({ actions, volumes, isUncounted, listeners }: Props) {
  const t = useTranslations("catalog");
  const body = useRef<HTMLTableSectionElement>(null);
  useRowKeys(body);
  const head = "px-3 py-2 font-medium";
  return (
    <table className="w-full table-fixed text-left">
      <thead className="text-meta text-ink-faint">
        <tr>
          <th scope="col" className={`${head} pl-4`}>
            {t("action")}
          </th>
          <th scope="col" className={`${head} hidden w-52 rail:table-cell`}>
            {t("carries")}
          </th>
          <th scope="col" className={`${head} hidden w-44 sm:table-cell`}>
            {t("told")}
          </th>
          <th scope="col" className={`${head} w-28 text-right sm:w-56`}>
            {t("volume")}
          </th>
        </tr>
      </thead>
      <tbody ref={body}>
        {actions.map((action) => (
          <Row
            key={action.name}
            action={action}
            days={volumes && (volumes.actions.find(({ name }) => name === action.name)?.days ?? [])}
            isUncounted={isUncounted}
            listening={listeners === null ? null : countListening(listeners, action.name)}
          />
        ))}
      </tbody>
    </table>
  );
}

function countListening(listeners: readonly ActionListener[], action: string): number {
  return listeners.filter(({ takes }) => takes[action] !== undefined).length;
}

type RowProps = {
  action: CatalogAction;
  days: readonly number[] | undefined;
  isUncounted: boolean;
  listening: number | null;
};

function Row({ action, days, isUncounted, listening }: RowProps) {
  const t = useTranslations("catalog");
  const families = useTranslations("families");
  const { locale } = usePreferences();
  const { name, family, external, attributes } = action;
  const all = Object.values(attributes);
  const personal = all.filter((one) => one.personal !== undefined).length;
  const promoted = all.filter(({ promote }) => promote).length;
  const told = [
    t(external ? "external" : "internalOnly"),
    listening === null ? null : t("listenerCount", { count: listening }),
  ];
  return (
    <tr className="relative border-t border-line align-top hover:bg-raised has-[a[data-row]:focus-visible]:bg-accent-soft">
      <td className="px-3 py-2 pl-4">
        <div className="flex items-start gap-2.5">
          <FamilyIcon family={family} title={families(family)} />
          <div className="min-w-0 pt-0.5 wrap-anywhere">
            <PageLink
              data-row
              href={actionHref(name)}
              className="font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
            >
              {actionWords(action, locale)}
            </PageLink>
            <span className="block font-mono text-meta text-ink-faint">{name}</span>
            <span className="block text-meta text-ink-faint sm:hidden">{told.filter(Boolean).join(" · ")}</span>
          </div>
        </div>
      </td>
      <td className="hidden px-3 py-2.5 text-ink-soft rail:table-cell">
        {t("attributes", { count: all.length })}
        <span className="block text-meta text-ink-faint">
          {[
            personal > 0 ? t("personal", { count: personal }) : null,
            promoted > 0 ? t("promoted", { count: promoted }) : null,
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </td>
      <td className="hidden px-3 py-2.5 text-ink-soft sm:table-cell">
        {told[0]}
        <span className="block text-meta text-ink-faint">{told[1]}</span>
      </td>
      <td className="px-3 py-2.5 text-right">
        {days === undefined ? (
          <span className="text-meta text-ink-faint">{isUncounted ? t("volumesFailed") : "…"}</span>
        ) : (
          <span className="flex items-end justify-end gap-3">
            {days.length > 0 && <DayBars days={days} className="h-6 w-28 max-sm:hidden" />}
            <span className="tabular min-w-20">{t("events", { count: days.reduce((sum, n) => sum + n, 0) })}</span>
          </span>
        )}
      </td>
    </tr>
  );
}
