"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Biography } from "#components/events/dossier/biography";
import { ChangeTable } from "#components/events/dossier/change-table";
import { ContextList } from "#components/events/dossier/context-list";
import { DossierHead } from "#components/events/dossier/dossier-head";
import { JsonBlock } from "#components/events/dossier/json-block";
import { Story } from "#components/events/dossier/story";
import { useTRPC } from "#components/trpc";
import { EmptyState } from "#components/ui/empty-state";
import { FailedState } from "#components/ui/failed-state";
import { RowsLoading } from "#components/ui/skeleton";
import type { EventDossier } from "#server/vocabulary/member-event";
import { readFault } from "../../ui/read-fault.ts";

/** How often the biography of an event that still waits is asked for again. */
const WHILE_WAITING_MS = 3_000;

/** Everything known of one event. `heading` is the level the sentence stands at: a page's title or a drawer's. */
export function Dossier({ eventId, heading }: { eventId: string; heading: "h1" | "h2" }) {
  const t = useTranslations("dossier");
  const trpc = useTRPC();
  const { data, error, refetch, isFetching } = useQuery(
    trpc.events.show.queryOptions(
      { eventId },
      { refetchInterval: ({ state }) => (isSettled(state.data) ? false : WHILE_WAITING_MS) },
    ),
  );
  if (data) return <DossierBody dossier={data} heading={heading} />;
  if (error === null) return <RowsLoading label={t("loading")} rows={6} />;
  const { sentence } = readFault(error);
  const isNoEvent = error.data?.code === "NOT_FOUND" || error.data?.code === "BAD_REQUEST";
  if (sentence !== null && isNoEvent) {
    return <EmptyState page={heading === "h1"} icon={SearchX} title={t("notFound")} hint={sentence} />;
  }
  return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
}

function isSettled(dossier: EventDossier | undefined): boolean {
  if (dossier === undefined) return true;
  const { internal, external } = dossier.event;
  return internal.state !== "waiting" && external.state !== "waiting";
}

function DossierBody({ dossier, heading }: { dossier: EventDossier; heading: "h1" | "h2" }) {
  const t = useTranslations("dossier");
  const leftOut = useTranslations("leftOut");
  const { event } = dossier;
  return (
    <article className="grid gap-6">
      <DossierHead dossier={dossier} heading={heading} />
      <Section title={t("changes")}>
        <ChangeTable event={event} />
        {dossier.leftOut.map(({ name, why }) => (
          <p key={name} className={why === "no-change" ? "text-meta text-ink-soft" : "text-meta text-missed"}>
            {why === "no-change"
              ? leftOut("noChange", { name })
              : leftOut("note", { name, why: leftOut(`why.${why}`) })}
          </p>
        ))}
      </Section>
      <Section title={t("biography")}>
        <Biography dossier={dossier} />
      </Section>
      {(dossier.story.length > 0 || event.causationId !== null) && (
        <Section title={t("story")} hint={t("storyHint")}>
          <Story dossier={dossier} />
        </Section>
      )}
      {Object.keys(event.context).length > 0 && (
        <Section title={t("context")}>
          <ContextList context={event.context} />
        </Section>
      )}
      <JsonBlock event={event} />
    </article>
  );
}

function Section({ title, hint, children }: { title: string; hint?: string; children: React.ReactNode }) {
  return (
    <section className="grid gap-2">
      <h3 className="text-section font-semibold">{title}</h3>
      {hint !== undefined && <p className="-mt-1.5 text-meta text-ink-faint">{hint}</p>}
      {children}
    </section>
  );
}
