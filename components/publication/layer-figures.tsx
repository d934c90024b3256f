"use client";

import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { MISSED } from "#components/publication/missed-panel";
import { RetryParked } from "#components/publication/retry-parked";
import { Count } from "#components/ui/count";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Span } from "#components/ui/time/span";
import { Time } from "#components/ui/time/time";
import { type ToneName, toneText } from "#components/ui/tone";
import type { LayerStatus } from "#server/vocabulary/publication-status";

/** A lag above this is no longer "at once" to the people who wait for it. */
const LAG_LIMIT_MS = 1_000;

/** The figures of one layer, each with its threshold and, where it helps, the list behind it. */
export function LayerFigures({ status }: { status: LayerStatus }) {
  const t = useTranslations("publication");
  const { waiting, overdue, oldestWaitingMs, parked, missedInHour, repairedInHour, unpublishedAfterMs, stopped } =
    status;
  const mayRetry = useMay("publication:stop");
  const limit = <Span ms={unpublishedAfterMs} />;
  const open = missedInHour - repairedInHour;
  return (
    <>
      {stopped !== null && (
        <p
          role="status"
          className={clsx(
            "border-t border-line px-4 py-2",
            stopped.scope === "everything" ? "bg-failed-soft text-failed" : "bg-missed-soft text-missed",
          )}
        >
          {t("stoppedBy", { by: stopped.by, scope: stopped.scope })} <Time iso={stopped.at} /> · “
          <GivenText text={stopped.reason} />”
        </p>
      )}
      <dl className="grid grid-cols-2 gap-px border-t border-line bg-line sm:grid-cols-3 rail:grid-cols-6">
        <Figure
          name={t("waiting")}
          note={t("waitingNote")}
          href={waiting > 0 ? `/events?publication.${status.layer}=waiting` : undefined}
        >
          <Count value={waiting} />
        </Figure>
        <Figure
          name={t("overdue")}
          note={t.rich("overdueNote", { limit: () => limit })}
          tone={overdue > 0 ? "missed" : undefined}
          href={overdue > 0 ? `/events?publication.${status.layer}=waiting` : undefined}
        >
          <Count value={overdue} />
        </Figure>
        <Figure
          name={t("oldest")}
          note={t.rich("oldestNote", { limit: () => limit })}
          tone={(oldestWaitingMs ?? 0) > unpublishedAfterMs ? "missed" : undefined}
        >
          <Span ms={oldestWaitingMs} />
        </Figure>
        <Figure
          name={t("missed")}
          note={
            missedInHour === 0 ? t("missedNone") : open > 0 ? t("missedOpen", { count: open }) : t("missedRepaired")
          }
          tone={open > 0 ? "missed" : missedInHour > 0 ? "published" : undefined}
          href={missedInHour > 0 ? `#${MISSED}` : undefined}
        >
          <Count value={repairedInHour} />
          <span className="text-ink-faint">/</span>
          <Count value={missedInHour} />
        </Figure>
        <Figure
          name={t("lag")}
          note={t.rich("lagNote", { p50: () => <Span ms={status.lagP50Ms} />, count: status.recordedInHour })}
          tone={status.lagP95Ms === null ? undefined : status.lagP95Ms > LAG_LIMIT_MS ? "missed" : "published"}
        >
          <Span ms={status.lagP95Ms} />
        </Figure>
        <Figure
          name={t("parked")}
          note={t("parkedNote")}
          tone={parked > 0 ? "failed" : undefined}
          href={parked > 0 ? `/events?publication.${status.layer}=parked` : undefined}
          act={parked > 0 && mayRetry ? <RetryParked layer={status} /> : undefined}
        >
          <Count value={parked} />
        </Figure>
      </dl>
    </>
  );
}

function Figure(props: {
  name: string;
  note: ReactNode;
  tone?: ToneName | undefined;
  href?: string | undefined;
  act?: ReactNode;
  children: ReactNode;
}) {
  const { name, note, tone, href, act, children } = props;
  const t = useTranslations("publication");
  const mayList = useMay("event:search");
  return (
    <div className="bg-surface px-4 py-3">
      <dt className="text-meta text-ink-soft">{name}</dt>
      <dd>
        <span className={clsx("block text-figure font-semibold tracking-[-0.02em]", tone && toneText(tone))}>
          {children}
        </span>
        <span className="block text-meta text-ink-faint">{note}</span>
        <span className="flex flex-wrap gap-x-3">
          {href !== undefined && mayList && (
            <PageLink href={href} className="text-meta text-accent hover:underline">
              {t("list")}
            </PageLink>
          )}
          {act}
        </span>
      </dd>
    </div>
  );
}
