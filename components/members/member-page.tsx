"use client";

import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { UserRoundX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { ActionPicker } from "#components/events/filters/action-picker";
import { Glance } from "#components/members/glance";
import { MemberHead } from "#components/members/member-head";
import { MemberRecords } from "#components/members/member-records";
import { MemberTabs, useMemberTab } from "#components/members/member-tabs";
import { StateAt } from "#components/members/state-at";
import { Timeline } from "#components/members/timeline";
import { usePreferences } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { buttonClass } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { Panel } from "#components/ui/panel";
import { PrivateLink } from "#components/ui/private-link";
import { Bone } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import type { MemberProfile } from "#server/vocabulary/views";
import { actionWords } from "../events/words/event-sentence.ts";
import { useCatalog } from "../events/words/use-catalog.ts";
import { glanceTimeline } from "./glance-actions.ts";
import { readTimelineParams, type TimelineFilter, timelineQuery } from "./timeline-params.ts";

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
  const params = useSearchParams();
  const filter = useMemo(() => readTimelineParams(new URLSearchParams(params)), [params]);
  const { memberId } = profile;
  return (
    <>
      <MemberHead profile={profile} />
      <Glance
        profile={profile}
        onFilter={(tile) => showTimeline(glanceTimeline(tile, { catalog: [...catalog.values()], asOf: profile.asOf }))}
      />
      <MemberTabs shown={tab} />
      {tab === "timeline" && <TimelinePanel memberId={memberId} filter={filter} onFilter={showTimeline} />}
      {tab === "records" && <MemberRecords memberId={memberId} />}
      {tab === "state" && <StateAt memberId={memberId} />}
    </>
  );
}

/** Goes to the timeline, or to another part of it: reload, the way back and a shared link show the same. */
function showTimeline(filter: TimelineFilter) {
  window.history.pushState(null, "", location.pathname + timelineQuery(filter));
}

function TimelinePanel(props: {
  memberId: string;
  filter: TimelineFilter;
  onFilter: (filter: TimelineFilter) => void;
}) {
  const { memberId, filter, onFilter } = props;
  const t = useTranslations("timeline");
  const { locale } = usePreferences();
  const catalog = useCatalog();
  const { actions = [], from } = filter;
  const words = (name: string) => {
    const known = catalog.get(name);
    return known === undefined ? name : actionWords(known, locale);
  };
  const setActions = (chosen: string[]) => onFilter(withActions(filter, chosen));
  return (
    <Panel title={t("title")} aside={t("order")}>
      <div className="flex flex-wrap items-center gap-1.5 border-t border-line px-2 py-1.5">
        {/* Before the chips: its list stays in place while they come and go. */}
        <ActionPicker chosen={actions} onChange={setActions} label={t("addAction")} />
        {actions.map((action) => (
          <Chip
            key={action}
            name={t("action")}
            removeLabel={t("removeAction", { action })}
            onRemove={() => setActions(actions.filter((other) => other !== action))}
          >
            <span title={action}>{words(action)}</span>
          </Chip>
        ))}
        {from !== undefined && (
          <Chip
            name={t("since")}
            removeLabel={t("removeSince")}
            onRemove={() => onFilter(actions.length > 0 ? { actions } : {})}
          >
            <Time iso={from} exact />
          </Chip>
        )}
      </div>
      <div className="border-t border-line">
        <Timeline input={{ memberId, ...filter }} onClear={() => onFilter({})} />
      </div>
    </Panel>
  );
}

function withActions({ from }: TimelineFilter, actions: string[]): TimelineFilter {
  return { ...(from !== undefined && { from }), ...(actions.length > 0 && { actions }) };
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
