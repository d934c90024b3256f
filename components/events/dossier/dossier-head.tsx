"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { FamilyIcon } from "#components/events/words/family-icon";
import { PublicationMark } from "#components/events/words/publication-mark";
import { Sentence } from "#components/events/words/sentence";
import { useMay } from "#components/me-provider";
import { MemberLink } from "#components/member-link";
import { usePreferences } from "#components/preferences/preferences-provider";
import { LazyRepublishDialog } from "#components/republish/order/lazy-republish-dialog";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { PageLink } from "#components/ui/page-link";
import { FullTime } from "#components/ui/time/time";
import type { EventDossier } from "#server/vocabulary/member-event";
import { actionHref } from "../../catalog/action-href.ts";
import { ticketText } from "../words/ticket-text.ts";
import { useCatalog } from "../words/use-catalog.ts";
import { useSayValue } from "../words/use-say-value.ts";

/** The sentence, whose it is, when, where it stands, and what can be done with it. */
export function DossierHead({ dossier, heading: Heading }: { dossier: EventDossier; heading: "h1" | "h2" }) {
  const t = useTranslations("dossier");
  const { locale, zone } = usePreferences();
  const catalog = useCatalog();
  const say = useSayValue();
  const { event, story } = dossier;
  const cause = story.find(({ id }) => id === event.causationId);
  const because = cause && { cause: { word: t("becauseOf"), event: cause } };
  const pathname = usePathname();
  const link = () => `${location.origin}/events/${event.id}`;
  return (
    <header className="grid gap-3">
      <div className="flex items-start gap-3">
        <FamilyIcon family={event.family} />
        <Heading className="min-w-0 text-title font-semibold tracking-[-0.01em]">
          <Sentence event={event} />
        </Heading>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        <Fact name={t("member")}>
          <MemberLink memberId={event.memberId} />
        </Fact>
        <Fact name={t("action")}>
          <PageLink
            href={actionHref(event.action, event.version)}
            className="font-mono text-meta underline-offset-2 hover:underline"
          >
            {event.action} <span className="text-ink-faint">v{event.version}</span>
          </PageLink>
        </Fact>
        <Fact name={t("occurred")}>
          <FullTime iso={event.occurredAt} />
        </Fact>
        <Fact name={t("internal")}>
          <PublicationMark state={event.internal.state} />
        </Fact>
        <Fact name={t("external")}>
          <PublicationMark state={event.external.state} />
        </Fact>
        {event.imported && <Fact name={t("origin")}>{t("imported")}</Fact>}
        <Fact name={t("eventId")}>
          <span className="font-mono text-[11px] tracking-tight break-all sm:text-meta sm:tracking-normal">
            {event.id}
          </span>
        </Fact>
      </dl>
      <div className="flex flex-wrap items-center gap-1.5">
        <Republish dossier={dossier} />
        <CopyButton words quiet={false} text={link} label={t("copyLink")} />
        <CopyButton
          words
          quiet={false}
          text={() => ticketText({ event, ...because, catalog, locale, zone, say, link: link() })}
          label={t("copyForTicket")}
        />
        {!pathname.startsWith("/events/") && (
          <PageLink href={`/events/${event.id}`} className="px-1 text-meta text-accent hover:underline">
            {t("fullPage")}
          </PageLink>
        )}
      </div>
    </header>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid items-center">
      <dt className="text-ink-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** Sending again, or why it cannot be: the control stays visible and says the reason. */
function Republish({ dossier: { event } }: { dossier: EventDossier }) {
  const t = useTranslations("republish");
  const maySend = useMay("republish:send");
  const [open, setOpen] = useState(false);
  const obstacle = !maySend ? t("notAllowed") : event.imported ? t("importedObstacle") : null;
  if (obstacle !== null) {
    return (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <Button size="small" disabled aria-describedby={`obstacle-${event.id}`}>
          {t("open")}
        </Button>
        <span id={`obstacle-${event.id}`} className="text-meta text-ink-faint">
          {obstacle}
        </span>
      </span>
    );
  }
  return (
    <>
      <Button look="primary" size="small" onClick={() => setOpen(true)}>
        {t("open")}
      </Button>
      <LazyRepublishDialog open={open} onClose={() => setOpen(false)} event={event} />
    </>
  );
}
