"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "use-intl";
import { ViewList } from "#components/events/views/view-list";
import { IncidentBanner } from "#components/home/incident-banner";
import { NeedsAHand } from "#components/home/needs-a-hand";
import { PublicationTile } from "#components/home/publication-tile";
import { WatchFindsPanel } from "#components/home/watch-finds";
import { LookUpForm } from "#components/look-up/look-up-form";
import { useMay } from "#components/me-provider";
import { RecentMembers } from "#components/members/recent-members";
import { JobList } from "#components/republish/job-list";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";

/** Another first page, for whoever looks nobody up. */
const AuditorHome = dynamic(() => import("./auditor-home.tsx").then((module) => module.AuditorHome));

/** The first page: one search box, how publication stands, and what this person had in hand. */
export function HomePage() {
  const t = useTranslations("home");
  const looksUp = useMay("member:look-up");
  const seesPublication = useMay("publication:see");
  const seesJobs = useMay("republish:see");
  const searches = useMay("event:search");
  const views = useTranslations("views");
  if (!looksUp) return <AuditorHome />;
  return (
    <div className="mx-auto grid max-w-5xl gap-5">
      <IncidentBanner />
      <section className="pt-4 pb-2 sm:pt-8">
        <h1 className="mb-4 text-[22px] font-semibold tracking-[-0.015em]">{t("question")}</h1>
        <LookUpForm />
        <Understood />
      </section>
      {searches && <WatchFindsPanel />}
      {seesJobs && <NeedsAHand />}
      <div className="grid items-start gap-5 rail:grid-cols-2">
        <Panel title={t("recentMembers")} aside={t("recentHint")}>
          <RecentMembers />
        </Panel>
        <div className="grid gap-5">
          {searches && (
            <Panel title={views("home")} aside={<MoreLink href="/events" label={t("toEvents")} />}>
              <ViewList />
            </Panel>
          )}
          {seesPublication && (
            <Panel title={t("publication")} aside={<MoreLink href="/publication" label={t("open")} />}>
              <PublicationTile />
            </Panel>
          )}
          {seesJobs && (
            <Panel title={t("recentJobs")} aside={<MoreLink href="/republish" label={t("all")} />}>
              <JobList limit={4} />
            </Panel>
          )}
        </div>
      </div>
    </div>
  );
}

function MoreLink({ href, label }: { href: string; label: string }) {
  return (
    <PageLink href={href} className="inline-flex min-h-6 items-center text-accent hover:underline">
      {label}
    </PageLink>
  );
}

/** What the box understands, each with an example of its form. */
function Understood() {
  const t = useTranslations("lookUp");
  const searchesEvents = useMay("event:search");
  const kinds = searchesEvents
    ? (["memberId", "phone", "email", "eventId", "device", "ip"] as const)
    : (["memberId", "phone", "email"] as const);
  return (
    <dl aria-label={t("understands")} className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-meta text-ink-faint">
      {kinds.map((kind) => (
        <div key={kind} className="flex gap-1.5">
          <dt>{t(`kinds.${kind}`)}</dt>
          <dd className="font-mono">{t(`examples.${kind}`)}</dd>
        </div>
      ))}
    </dl>
  );
}
