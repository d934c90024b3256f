"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ChevronDown, UserRoundX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FaultList } from "#components/events/filters/fault-list";
import { Glance } from "#components/members/glance";
import { LastChanges } from "#components/members/last-changes";
import { MemberErasurePanel, MemberRecords, StateAt } from "#components/members/lazy-parts";
import { MemberHead } from "#components/members/member-head";
import { MemberTabs, useMemberTab } from "#components/members/member-tabs";
import { StandingPanel } from "#components/members/standing";
import { TimelinePanel } from "#components/members/timeline-panel";
import { usePreferences } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { Bone } from "#components/ui/skeleton";
import { conditionsToParams } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";
import type { MemberProfile } from "#server/vocabulary/views";
import { dropFaults } from "../events/filters/drop-faults.ts";
import { useCatalog } from "../events/words/use-catalog.ts";
import { glanceTimeline } from "./glance-actions.ts";
import type { MemberTab } from "./member-tab.ts";

/** Everything about one member. */
export function MemberPage({ memberId }: { memberId: string }) {
  const t = useTranslations("member");
  const trpc = useTRPC();
  const { zone } = usePreferences();
  const { data: profile, error, refetch, isFetching } = useQuery(trpc.members.profile.queryOptions({ memberId, zone }));
  if (profile === undefined && error === null) return <HeadLoading label={t("loading")} />;
  if (profile === undefined) {
    // An ID that no member can have is refused, not looked for.
    return error.data?.code === "NOT_FOUND" || error.data?.code === "BAD_REQUEST" ? (
      <NoSuchMember memberId={memberId} />
    ) : (
      <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
    );
  }
  if (!profile.known && profile.history.events === 0) return <NoSuchMember memberId={memberId} />;
  return <KnownMember profile={profile} />;
}

function KnownMember({ profile }: { profile: MemberProfile }) {
  const catalog = useCatalog();
  const { tab, faults } = useMemberTab();
  const [showsMore, setShowsMore] = useState(false);
  const { memberId } = profile;
  return (
    <>
      <MemberHead profile={profile} showsDetails={showsMore} />
      <div className="mb-4 grid items-start gap-3 rail:grid-cols-[5fr_5fr_minmax(11rem,2fr)]">
        <StandingPanel profile={profile} />
        <MoreSwitch isOpen={showsMore} onChange={setShowsMore} />
        <div className={clsx("contents", !showsMore && "max-sm:hidden")}>
          <LastChanges profile={profile} />
          <Glance
            glance={profile.glance}
            onFilter={(tile) =>
              showTimeline(glanceTimeline(tile, { catalog: [...catalog.values()], asOf: profile.asOf }))
            }
          />
        </div>
      </div>
      <MemberTabs shown={faults.length === 0 ? tab : null} memberId={memberId} />
      {faults.length === 0 ? (
        <Part tab={tab} profile={profile} />
      ) : (
        <FaultList faults={faults} onDrop={() => dropFaults(faults)} />
      )}
    </>
  );
}

function Part({ tab, profile }: { tab: MemberTab; profile: MemberProfile }) {
  switch (tab) {
    case "timeline":
      return <TimelinePanel profile={profile} />;
    case "records":
      return <MemberRecords memberId={profile.memberId} />;
    case "state":
      return <StateAt memberId={profile.memberId} />;
    case "erasure":
      return <MemberErasurePanel memberId={profile.memberId} />;
  }
}

/** On a narrow screen the history comes first; what else is known of the member unfolds. */
function MoreSwitch({ isOpen, onChange }: { isOpen: boolean; onChange: (isOpen: boolean) => void }) {
  const t = useTranslations("member");
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={() => onChange(!isOpen)}
      className="flex min-h-8 items-center gap-1 justify-self-start rounded-md px-1 text-ink-soft sm:hidden"
    >
      <ChevronDown aria-hidden className={clsx("size-4", isOpen && "rotate-180")} />
      {t(isOpen ? "less" : "more")}
    </button>
  );
}

/** Goes to the timeline, or to another part of it: reload, the way back and a shared link show the same. */
function showTimeline(conditions: readonly Condition[]) {
  window.history.pushState(null, "", `${location.pathname}?${conditionsToParams(conditions)}`);
}

function NoSuchMember({ memberId }: { memberId: string }) {
  const t = useTranslations("member");
  return (
    <EmptyState page icon={UserRoundX} title={t("notFound", { memberId })} hint={t("notFoundHint")}>
      <PageLink href="/members" className={buttonClass()}>
        {t("search")}
      </PageLink>
    </EmptyState>
  );
}

function HeadLoading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="after-a-moment grid gap-4">
      <Bone className="h-6 w-64" />
      <Bone className="h-3.5 w-96 max-w-full" />
      <div className="grid gap-3 rail:grid-cols-[5fr_5fr_2fr]">
        <Bone className="h-28 rounded-lg" />
        <Bone className="h-28 rounded-lg max-sm:hidden" />
        <Bone className="h-28 rounded-lg max-sm:hidden" />
      </div>
      <Bone className="h-80 rounded-lg" />
    </div>
  );
}
