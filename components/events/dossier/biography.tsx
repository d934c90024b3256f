"use client";

import { CircleCheck, Database, type LucideIcon, PackageCheck, Repeat2, RotateCw, TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { GivenText } from "#components/ui/given-text";
import { PageLink } from "#components/ui/page-link";
import { Time } from "#components/ui/time/time";
import { type ToneName, toneFill, toneText } from "#components/ui/tone";
import type { BiographyEntry, EventDossier, Hold, LayerPublication } from "#server/vocabulary/member-event";
import { useSayOutcome } from "../words/use-say-outcome.ts";

const marks: Record<BiographyEntry["kind"], { icon: LucideIcon; tone: ToneName }> = {
  stored: { icon: Database, tone: "quiet" },
  published: { icon: CircleCheck, tone: "published" },
  "sent again": { icon: RotateCw, tone: "missed" },
  republished: { icon: Repeat2, tone: "replayed" },
  handled: { icon: PackageCheck, tone: "waiting" },
};

/** The life of an event after it was stored: recorded, sent again and why, what our handlers did with it. */
export function Biography({ dossier: { event, holds, biography, asOf } }: { dossier: EventDossier }) {
  const t = useTranslations("biography");
  return (
    <ol className="relative grid gap-3 before:absolute before:top-3 before:bottom-3 before:left-[11px] before:w-px before:bg-line">
      {biography.map((entry) => (
        <li key={entryKey(entry)} className="relative grid grid-cols-[24px_1fr] gap-x-3 sm:grid-cols-[24px_1fr_auto]">
          <Dot {...marks[entry.kind]} />
          <div className="min-w-0 pt-0.5">
            <EntryText entry={entry} />
          </div>
          <span className="pt-0.5 text-meta text-ink-faint max-sm:col-start-2">
            <Time iso={entry.at} exact />
          </span>
        </li>
      ))}
      <Outlook layer="internal" publication={event.internal} holds={holds} asOf={asOf} />
      <Outlook layer="external" publication={event.external} holds={holds} asOf={asOf} />
      {holds
        .filter(({ kind }) => kind === "failing")
        .map((hold) => (
          <li key={hold.where} className="relative grid grid-cols-[24px_1fr] gap-x-3">
            <Dot icon={TriangleAlert} tone="failed" />
            <HoldText hold={hold} />
          </li>
        ))}
      {biography.length === 0 && <li className="text-ink-soft">{t("empty")}</li>}
    </ol>
  );
}

function entryKey(entry: BiographyEntry): string {
  const layer = "layer" in entry ? entry.layer : "";
  const by =
    entry.kind === "handled" ? `${entry.handler} ${entry.delivery}` : entry.kind === "republished" ? entry.jobId : "";
  return `${entry.kind} ${entry.at} ${layer} ${by}`;
}

function Dot({ icon: Icon, tone }: { icon: LucideIcon; tone: ToneName }) {
  return (
    <span
      className={`inline-flex size-6 items-center justify-center rounded-full ring-2 ring-surface ${toneFill(tone)} ${toneText(tone)}`}
    >
      <Icon aria-hidden className="size-3.5" />
    </span>
  );
}

function EntryText({ entry }: { entry: BiographyEntry }) {
  const t = useTranslations("biography");
  const seesJobs = useMay("republish:see");
  const sayOutcome = useSayOutcome();
  switch (entry.kind) {
    case "stored":
      return t("stored");
    case "published":
      return t(`published.${entry.layer}`);
    case "sent again":
      return (
        <>
          {t(`sentAgain.${entry.cause}`, { layer: t(`layer.${entry.layer}`) })}
          {entry.error !== null && (
            <span className="block text-meta text-failed">
              <GivenText text={entry.error} />
            </span>
          )}
        </>
      );
    case "republished":
      return (
        <>
          {t("republished", {
            by: entry.by,
            layer: t(`layer.${entry.layer}`),
            target: entry.target === "ALL" ? t("everybody") : entry.target,
          })}
          <span className="block text-ink-soft">
            “<GivenText text={entry.reason} />”
          </span>
          {seesJobs && (
            <PageLink href={`/republish/${entry.jobId}`} className="text-meta text-accent hover:underline">
              {t("job")}
            </PageLink>
          )}
        </>
      );
    case "handled":
      return (
        <>
          {t("handled", { handler: entry.handler })}
          <span className="block text-meta text-ink-faint">
            <GivenText text={sayOutcome(entry.outcome)} /> · {entry.delivery === "live" ? t("live") : t("byJob")}
          </span>
        </>
      );
  }
}

/** What will happen next in a layer that is not done, or what went wrong there. */
function Outlook(props: {
  layer: "internal" | "external";
  publication: LayerPublication;
  holds: readonly Hold[];
  asOf: string;
}) {
  const { layer, publication, asOf } = props;
  const t = useTranslations("biography");
  const holds = props.holds.filter(({ kind, where }) => kind !== "failing" && where === layer);
  const { state, tries, nextAt, lastError } = publication;
  if (state === "published" || state === "not for publication") return null;
  return (
    <li className="relative grid grid-cols-[24px_1fr] gap-x-3 sm:grid-cols-[24px_1fr_auto]">
      <Dot icon={TriangleAlert} tone={state === "waiting" ? "waiting" : "failed"} />
      <div className="pt-0.5">
        {t(`outlook.${state}`, { layer: t(`layer.${layer}`), tries: tries ?? 0 })}
        {lastError !== null && (
          <span className="block text-meta text-failed">
            <GivenText text={lastError} />
          </span>
        )}
        {state === "waiting" && holds.map((hold) => <HoldText key={hold.kind} hold={hold} />)}
      </div>
      {state === "waiting" && nextAt !== null && holds.length === 0 && (
        <span className="pt-0.5 text-meta text-ink-faint max-sm:col-start-2">
          {nextAt <= asOf ? (
            t("nextNow")
          ) : (
            <>
              {t("next")} <Time iso={nextAt} exact />
            </>
          )}
        </span>
      )}
    </li>
  );
}

/** Why it waits: which stop by whom since when, who does not answer, or who cannot handle it and when it is tried next. */
function HoldText({ hold }: { hold: Hold }) {
  const t = useTranslations("biography.hold");
  const { kind, where, since, by, text, tries, nextAt } = hold;
  const time = (iso: string | null) => () => iso !== null && <Time iso={iso} exact />;
  return (
    <span className="block pt-0.5 text-failed">
      {kind === "stopped" && t.rich("stopped", { by: by ?? "", since: time(since) })}
      {kind === "away" && t.rich("away", { since: time(since) })}
      {kind === "unrecorded" &&
        (text === "away" ? t.rich("recorderAway", { since: time(since) }) : t("recorderBehind"))}
      {kind === "failing" &&
        (nextAt === null
          ? t("dead", { where, tries: tries ?? 0 })
          : t.rich("failing", { where, tries: tries ?? 0, next: time(nextAt) }))}{" "}
      {kind !== "unrecorded" && (
        <span className="text-meta break-words">
          “<GivenText text={text} />”
        </span>
      )}
    </span>
  );
}
