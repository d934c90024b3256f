"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CircleHelp } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useTranslations } from "use-intl";
import { EventDrawer } from "#components/events/dossier/event-drawer";
import { FaultList, NotSearched } from "#components/events/filters/fault-list";
import { StateAtControl } from "#components/members/state/state-at-control";
import { StateTable } from "#components/members/state/state-table";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { RowsLoading } from "#components/ui/skeleton";
import { AsOf, FullTime } from "#components/ui/time/time";
import type { MemberState } from "#server/vocabulary/record-view";
import { readStateAt, stateAtQuery } from "./read-state-at.ts";

/** What was true of a member at a moment, told by the events alone: each field with the event that set it. */
export function StateAt({ memberId }: { memberId: string }) {
  const t = useTranslations("stateAt");
  const trpc = useTRPC();
  const { at, written, faults } = readStateAt(new URLSearchParams(useSearchParams()));
  const isAsked = faults.length === 0;
  const { data, error, refetch, isFetching, isPlaceholderData } = useQuery(
    trpc.members.stateAt.queryOptions(
      { memberId, ...(at !== null && { at }) },
      { placeholderData: keepPreviousData, enabled: isAsked },
    ),
  );
  return (
    <Panel
      title={t("title")}
      aside={data === undefined || isPlaceholderData || !isAsked ? undefined : <Moment state={data} at={at} />}
    >
      <div className="grid gap-2 border-y border-line px-4 py-2.5">
        <StateAtControl written={written} onChange={show} />
        {!isAsked && <FaultList faults={faults} onDrop={() => show(written)} />}
      </div>
      {!isAsked && <NotSearched />}
      {isAsked && data !== undefined && <Fields state={data} stale={isPlaceholderData} />}
      {isAsked && data === undefined && error === null && <RowsLoading label={t("loading")} rows={10} />}
      {isAsked && data === undefined && error !== null && (
        <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
    </Panel>
  );
}

/** The moment stands in the URL, so that what was seen can be shown to somebody else. */
function show(written: string | null) {
  window.history.pushState(null, "", stateAtQuery(written));
}

function Moment({ state, at }: { state: MemberState; at: string | null }) {
  return at === null ? <AsOf iso={state.asOf} /> : <FullTime iso={state.at} />;
}

function Fields({ state, stale }: { state: MemberState; stale: boolean }) {
  const t = useTranslations("stateAt");
  const isNothingKnown = state.fields.every((field) => field.state === "unknown");
  if (isNothingKnown) return <EmptyState icon={CircleHelp} title={t("nothing")} hint={t("nothingHint")} />;
  const ids = state.fields.flatMap(({ setBy }) => (setBy === null ? [] : [setBy.eventId]));
  return (
    <>
      <StateTable fields={state.fields} stale={stale} />
      <p className="border-t border-line px-4 py-3 text-meta text-ink-faint">{t("note")}</p>
      <EventDrawer ids={[...new Set(ids)]} />
    </>
  );
}
