"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ArrowDown, ArrowRight, ArrowUp, Network } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ValueLink } from "#components/links/link-tables";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import { type MostShared as Shared, sharedWindows } from "#server/vocabulary/explore/links";

const kinds = ["device", "ip"] as const;

/** The devices or addresses that most members had lately: where an analyst begins. */
export function MostShared() {
  const t = useTranslations("links");
  const trpc = useTRPC();
  const [kind, setKind] = useState<(typeof kinds)[number]>("device");
  const [days, setDays] = useState<(typeof sharedWindows)[number]>(30);
  const shared = useQuery({ ...trpc.links.mostShared.queryOptions({ kind, days }), placeholderData: keepPreviousData });
  const countedAt = shared.data?.countedAt ?? null;
  const values = shared.data?.values ?? [];
  const choice = (isChosen: boolean, choose: () => void, name: string) => (
    <Button
      key={name}
      size="small"
      look="ghost"
      aria-pressed={isChosen}
      className="aria-pressed:bg-accent-soft aria-pressed:text-ink"
      onClick={choose}
    >
      {name}
    </Button>
  );
  return (
    <Panel
      title={t("mostShared")}
      aside={countedAt !== null && t.rich("countedAt", { time: () => <Time iso={countedAt} /> })}
    >
      <div className="flex flex-wrap gap-x-4 gap-y-1 px-3 pb-2">
        <span className="flex gap-1">
          {kinds.map((one) => choice(kind === one, () => setKind(one), t(`plural.${one}`)))}
        </span>
        <span className="flex gap-1">
          {sharedWindows.map((one) => choice(days === one, () => setDays(one), t("days", { count: one })))}
        </span>
      </div>
      {shared.isPending && <RowsLoading label={t("loading")} rows={6} />}
      {shared.isError && shared.data === undefined && (
        <FailedState
          what={t("failed")}
          error={shared.error}
          onRetry={() => shared.refetch()}
          retrying={shared.isFetching}
        />
      )}
      {shared.data !== undefined && values.length === 0 && (
        <EmptyState
          icon={Network}
          title={countedAt === null ? t("notCounted") : t("noneShared")}
          hint={countedAt === null ? t("notCountedHint") : t("noneSharedHint")}
        />
      )}
      {values.length > 0 && <SharedTable kind={kind} values={values} isOld={shared.isPlaceholderData} />}
    </Panel>
  );
}

function SharedTable({ kind, values, isOld }: { kind: "device" | "ip"; values: readonly Shared[]; isOld: boolean }) {
  const t = useTranslations("links");
  const members = useTranslations("foundMembers");
  const head = "px-4 py-2 font-medium";
  const cell = "px-4 py-1.5";
  return (
    <div className="overflow-x-auto">
      <table aria-busy={isOld} className="w-full text-left aria-busy:opacity-60">
        <thead className="text-meta text-ink-faint">
          <tr>
            <th scope="col" className={head}>
              {t("value")}
            </th>
            <th scope="col" className={`${head} text-right`}>
              {t("memberCount")}
            </th>
            <th scope="col" className={`${head} text-right`}>
              {t("suspendedOfThem")}
            </th>
            <th scope="col" className={head}>
              {t("trend")}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              {members("first")}
            </th>
            <th scope="col" className={head}>
              {members("last")}
            </th>
          </tr>
        </thead>
        <tbody>
          {values.map((one) => (
            <tr key={one.value} className="border-t border-line">
              <td className={cell}>
                <ValueLink value={{ kind, value: one.value, masked: null }} />
              </td>
              <td className={`${cell} text-right font-medium`}>
                <Count value={one.members} />
              </td>
              <td className={`${cell} text-right ${one.suspended > 0 ? "font-medium text-failed" : "text-ink-faint"}`}>
                <Count value={one.suspended} />
              </td>
              <td className={cell}>
                <Trend now={one.members} before={one.membersBefore} />
              </td>
              <td className={`${cell} text-ink-soft max-sm:hidden`}>
                <Time iso={one.firstAt} exact />
              </td>
              <td className={`${cell} text-ink-soft`}>
                <Time iso={one.lastAt} exact />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** More or fewer members than in the window before. */
function Trend({ now, before }: { now: number; before: number }) {
  const t = useTranslations("links");
  const Arrow = now > before ? ArrowUp : now < before ? ArrowDown : ArrowRight;
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-ink-soft">
      <Arrow aria-hidden className="size-3.5" />
      {t("before", { count: before })}
    </span>
  );
}
