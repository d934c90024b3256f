"use client";

import { clsx } from "clsx";
import { ArrowRight, Database, Inbox, type LucideIcon, Radio } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import type { LayerStatus, Outage, PublicationStatus, QueueStatus } from "#server/vocabulary/publication-status";

type Stand = "flows" | "stands";

/** The way of an event as a picture, stored to outside queues, with what waits at each step and red where it stands. */
export function EventWay({ status }: { status: PublicationStatus }) {
  const t = useTranslations("way");
  const internal = status.layers.find(({ layer }) => layer === "internal");
  const external = status.layers.find(({ layer }) => layer === "external");
  const outside = status.lookedAt === null ? null : status.queues.filter(isOutside);
  const inside = status.lookedAt === null ? null : status.queues.filter((queue) => !isOutside(queue));
  return (
    <ol className="flex flex-col gap-1 border-t border-line p-4 min-[860px]:flex-row min-[860px]:items-stretch">
      <Step icon={Database} name={t("stored")} stand="flows">
        {internal !== undefined && t.rich("inHour", { n: () => <Count value={internal.recordedInHour} /> })}
      </Step>
      <Arrow />
      <TopicStep name={t("internalTopic")} status={internal} outages={status.outages} />
      <Arrow />
      <QueueStep name={t("internalQueues")} queues={inside} outages={status.outages} />
      <Arrow />
      <TopicStep name={t("externalTopic")} status={external} outages={status.outages} />
      <Arrow />
      <QueueStep name={t("externalQueues")} queues={outside} outages={status.outages} />
    </ol>
  );
}

function isOutside({ layer }: QueueStatus): boolean {
  return layer === "external";
}

function TopicStep(props: { name: string; status: LayerStatus | undefined; outages: readonly Outage[] }) {
  const { name, status, outages } = props;
  const t = useTranslations("way");
  if (status === undefined) return null;
  const { overdue, waiting, parked } = status;
  const isStopped = status.stopped?.scope === "everything";
  const isAway = outages.some(({ part }) => part === `topic:${status.layer}`);
  const stand: Stand = isStopped || isAway || overdue > 0 || parked > 0 ? "stands" : "flows";
  return (
    <Step icon={Radio} name={name} stand={stand}>
      {isStopped
        ? t("stopped")
        : isAway
          ? t("notAsked")
          : overdue > 0
            ? t.rich("late", { n: () => <Count value={overdue} /> })
            : parked > 0
              ? t.rich("parked", { n: () => <Count value={parked} /> })
              : t.rich("waiting", { n: () => <Count value={waiting} /> })}
    </Step>
  );
}

function QueueStep(props: { name: string; queues: QueueStatus[] | null; outages: readonly Outage[] }) {
  const { name, queues, outages } = props;
  const t = useTranslations("way");
  const isAway = outages.some(({ part }) => part === "sqs" || queues?.some(({ queue }) => part === `queue:${queue}`));
  if (queues === null || isAway) {
    return (
      <Step icon={Inbox} name={name} stand="stands">
        {t("notAsked")}
      </Step>
    );
  }
  const dead = queues.reduce((sum, queue) => sum + queue.deadLetters, 0);
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting + queue.inFlight, 0);
  return (
    <Step icon={Inbox} name={name} stand={dead > 0 ? "stands" : "flows"}>
      {t.rich(dead > 0 ? "dead" : "inQueue", { n: () => <Count value={dead > 0 ? dead : waiting} /> })}
    </Step>
  );
}

function Step(props: { icon: LucideIcon; name: string; stand: Stand; children: ReactNode }) {
  const { icon: Icon, name, stand, children } = props;
  const t = useTranslations("way");
  const stands = stand === "stands";
  return (
    <li
      className={clsx(
        "flex min-w-0 flex-1 items-center gap-3 rounded-lg border px-3 py-2.5 min-[860px]:flex-col min-[860px]:items-start min-[860px]:gap-1.5",
        stands ? "border-failed bg-failed-soft" : "border-line bg-raised",
      )}
    >
      <span className="flex items-center gap-2">
        <Icon aria-hidden className={clsx("size-4 shrink-0", stands ? "text-failed" : "text-ink-soft")} />
        <span className="font-medium">{name}</span>
      </span>
      <span
        className={clsx("tabular text-meta max-[860px]:ml-auto", stands ? "font-medium text-failed" : "text-ink-soft")}
      >
        {children}
        {stands && <span className="sr-only"> ({t("stands")})</span>}
      </span>
    </li>
  );
}

function Arrow() {
  return (
    <li aria-hidden="true" className="flex items-center justify-center text-ink-faint">
      <ArrowRight className="size-4 max-[860px]:rotate-90" />
    </li>
  );
}
