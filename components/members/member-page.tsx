"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { UserRoundX } from "lucide-react";
import { useTranslations } from "use-intl";
import { FilterBar } from "#components/events/filters/filter-bar";
import { Glance } from "#components/members/glance";
import { MemberHead } from "#components/members/member-head";
import { MemberRecords } from "#components/members/member-records";
import { MemberTabs, useMemberTab } from "#components/members/member-tabs";
import { StateAt } from "#components/members/state-at";
import { Timeline } from "#components/members/timeline";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { PrivateLink } from "#components/ui/private-link";
import { Bone } from "#components/ui/skeleton";
import { conditionsToParams } from "#server/vocabulary/condition-params";
import type { Condition, Field } from "#server/vocabulary/conditions";
import type { MemberProfile } from "#server/vocabulary/views";
import { useConditions } from "../events/filters/use-conditions.ts";
import { TIMELINE_PARAMS } from "../events/list/event-pages.ts";
import { useCatalog } from "../events/words/use-catalog.ts";
import { glanceTimeline } from "./glance-actions.ts";

/** Everything about one member. */
export function MemberPage({ memberId }: { memberId: string }) {
  const t = useTranslations("member");
  const trpc = useTRPC();
  const { data: profile, error, refetch, isFetching } = useQuery(trpc.members.profile.queryOptions({ memberId }));
  if (profile === undefined && error === null) return <HeadLoading label={t("loading")} />;
  if (profile === undefined) {
    // An ID that no member can have is refused, not looked for.
    return error.data?.code === "NOT_FOUND" || error.data?.code === "BAD_REQUEST" ? (
      <NoSuchMember memberId={memberId} />
    ) : (
      <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
    );
  }
  if (!profile.known && profile.eventCount === 0) return <NoSuchMember memberId={memberId} />;
  return <KnownMember profile={profile} />;
}

function KnownMember({ profile }: { profile: MemberProfile }) {
  const catalog = useCatalog();
  const tab = useMemberTab();
  const { memberId } = profile;
  return (
    <>
      <MemberHead profile={profile} />
      <Glance
        profile={profile}
        onFilter={(tile) => showTimeline(glanceTimeline(tile, { catalog: [...catalog.values()], asOf: profile.asOf }))}
      />
      <MemberTabs shown={tab} />
      {tab === "timeline" && <TimelinePanel memberId={memberId} />}
      {tab === "records" && <MemberRecords memberId={memberId} />}
      {tab === "state" && <StateAt memberId={memberId} />}
    </>
  );
}

/** Goes to the timeline, or to another part of it: reload, the way back and a shared link show the same. */
function showTimeline(conditions: readonly Condition[]) {
  window.history.pushState(null, "", `${location.pathname}?${conditionsToParams(conditions)}`);
}

/** The member is given. */
const GIVEN: readonly Field[] = ["member"];

function TimelinePanel({ memberId }: { memberId: string }) {
  const t = useTranslations("timeline");
  const { conditions, faults, isReading, change } = useConditions(TIMELINE_PARAMS);
  const isAsked = faults.length === 0 && !isReading;
  return (
    <Panel title={t("title")} aside={t("order")}>
      <div className="border-t border-line px-2 pt-1.5">
        <FilterBar conditions={conditions} faults={faults} onChange={change} without={GIVEN} />
      </div>
      {isAsked && (
        <div className="border-t border-line">
          <Timeline input={{ memberId, conditions }} onClear={() => change([])} />
        </div>
      )}
    </Panel>
  );
}

function NoSuchMember({ memberId }: { memberId: string }) {
  const t = useTranslations("member");
  return (
    <EmptyState page icon={UserRoundX} title={t("notFound", { memberId })} hint={t("notFoundHint")}>
      <PrivateLink href="/members" className={buttonClass()}>
        {t("search")}
      </PrivateLink>
    </EmptyState>
  );
}

function HeadLoading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="after-a-moment grid gap-4">
      <Bone className="h-6 w-64" />
      <Bone className="h-3.5 w-96 max-w-full" />
      <div className="grid grid-cols-2 gap-3 rail:grid-cols-[3fr_2fr_2fr_5fr]">
        {["sign-in", "failures", "devices", "changes"].map((tile) => (
          <Bone
            key={tile}
            className={clsx("h-24 rounded-lg", (tile === "sign-in" || tile === "changes") && "max-rail:col-span-2")}
          />
        ))}
      </div>
      <Bone className="h-80 rounded-lg" />
    </div>
  );
}
