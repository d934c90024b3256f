"use client";

import { useQuery } from "@tanstack/react-query";
import { ListTree } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { DayBars } from "#components/catalog/day-bars";
import { ListenersPanel } from "#components/catalog/listeners-panel";
import { OriginsPanel } from "#components/catalog/origins-panel";
import { VersionPanel } from "#components/catalog/version-panel";
import { FaultList } from "#components/events/filters/fault-list";
import { FamilyIcon } from "#components/events/words/family-icon";
import { useMay } from "#components/me-provider";
import { usePreferences } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf, DayOf } from "#components/ui/time/time";
import { readWordOnce, unknownParams } from "#server/vocabulary/address/page-params";
import type { ActionDossier } from "#server/vocabulary/explore/catalog-page";
import { actionWords } from "#server/vocabulary/sentence/event-sentence";
import { dropFaults } from "../events/filters/drop-faults.ts";
import { useCatalog } from "../events/words/use-catalog.ts";
import { eventsHref } from "./action-href.ts";

/** One action: what it carries in each version, how it is said, how often it happens, who publishes it and who listens. */
export function ActionPage({ action }: { action: string }) {
  const t = useTranslations("catalogAction");
  const trpc = useTRPC();
  const { zone } = usePreferences();
  const { data, error, refetch, isFetching } = useQuery(trpc.catalog.show.queryOptions({ action, zone }));
  if (data !== undefined) return <Body dossier={data} />;
  if (error === null) return <RowsLoading label={t("loading")} tall />;
  return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
}

function Body({ dossier }: { dossier: ActionDossier }) {
  const t = useTranslations("catalogAction");
  const families = useTranslations("families");
  const { locale } = usePreferences();
  const maySearch = useMay("event:search");
  const known = useCatalog().get(dossier.name);
  const { name, family, currentVersion, versions, volumes, origins, asOf } = dossier;
  const { value: asked, faults } = useAskedVersion(versions.map((one) => `${one.version}`));
  const [chosen, setChosen] = useState(Number(asked ?? currentVersion));
  const version = versions.find((one) => one.version === chosen) ?? versions[0];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="-mb-4">
        <PageHead
          title={
            <span className="flex items-start gap-2.5">
              <FamilyIcon family={family} />
              <span className="wrap-anywhere">{known ? actionWords(known, locale) : name}</span>
            </span>
          }
          sub={
            <>
              <span className="font-mono">{name}</span> · {families(family)} ·{" "}
              {t("version", { version: currentVersion })}
            </>
          }
        >
          <span className="text-meta text-ink-faint">
            <AsOf iso={asOf} />
          </span>
          <PageLink href="/catalog" className={buttonClass("ghost")}>
            {t("all")}
          </PageLink>
          {maySearch && (
            <PageLink href={eventsHref(name)} className={buttonClass("primary")}>
              <ListTree aria-hidden className="size-3.5" />
              {t("search")}
            </PageLink>
          )}
        </PageHead>
      </div>
      {faults.length > 0 ? (
        <FaultList faults={faults} onDrop={() => dropFaults(faults)} />
      ) : (
        version !== undefined && <VersionPanel action={dossier} version={version} onChoose={setChosen} />
      )}
      <Days volumes={volumes} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 rail:grid-cols-2">
        <OriginsPanel origins={origins} />
        <ListenersPanel action={name} />
      </div>
    </div>
  );
}

/** The version that the address names: what is none is said, instead of showing another. */
function useAskedVersion(versions: readonly string[]) {
  const params = new URLSearchParams(useSearchParams());
  const { value, faults } = readWordOnce(params, "version", versions);
  return { value, faults: [...faults, ...unknownParams(params, ["version"])] };
}

function Days({ volumes: { edges, days } }: { volumes: ActionDossier["volumes"] }) {
  const t = useTranslations("catalogAction");
  const format = useFormatter();
  const total = days.reduce((sum, n) => sum + n, 0);
  const average = format.number(total / days.length, { maximumFractionDigits: total < days.length * 10 ? 1 : 0 });
  const cell = "px-4 py-1";
  return (
    <Panel title={t("days")} aside={t("daysHint", { total, average })}>
      {total === 0 ? (
        <p className="px-4 pb-3 text-ink-soft">{t("noDays")}</p>
      ) : (
        <>
          <div className="px-4 pb-1">
            <DayBars days={days} className="h-16 w-full" />
            <p className="flex justify-between text-meta text-ink-faint">
              <DayOf iso={edges[0] ?? ""} />
              <DayOf iso={edges[days.length - 1] ?? ""} />
            </p>
          </div>
          <details className="px-4 pb-3">
            <summary className="min-h-6 cursor-pointer text-meta text-accent">{t("dayTable")}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard. */}
            <section aria-label={t("dayTable")} tabIndex={0} className="mt-1 max-h-80 max-w-sm overflow-auto">
              <table className="w-full text-left">
                <thead className="text-meta text-ink-faint">
                  <tr>
                    <th scope="col" className={`${cell} font-medium`}>
                      {t("day")}
                    </th>
                    <th scope="col" className={`${cell} text-right font-medium`}>
                      {t("count")}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {days
                    .map((n, day) => ({ n, from: edges[day] ?? "" }))
                    .reverse()
                    .map(({ n, from }) => (
                      <tr key={from} className="border-t border-line">
                        <th scope="row" className={`${cell} font-normal`}>
                          <DayOf iso={from} />
                        </th>
                        <td className={`${cell} tabular text-right`}>{format.number(n)}</td>
                      </tr>
                    ))}
                </tbody>
              </table>
            </section>
          </details>
        </>
      )}
    </Panel>
  );
}
