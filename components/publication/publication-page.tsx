"use client";

import { useTranslations } from "use-intl";
import { AgeBands } from "#components/publication/age-bands";
import { EventWay } from "#components/publication/event-way";
import { FailingList } from "#components/publication/failing-list";
import { HealthMark } from "#components/publication/health-mark";
import { LagPanel } from "#components/publication/lag-panel";
import { LayerFigures } from "#components/publication/layer-figures";
import { LeftOutPanel } from "#components/publication/left-out-panel";
import { MissedPanel } from "#components/publication/missed-panel";
import { QueueTable } from "#components/publication/queue-table";
import { StopSwitch } from "#components/publication/stop-switch";
import { TroubleList } from "#components/publication/trouble-list";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { PageHead, Panel } from "#components/ui/panel";
import { Bone } from "#components/ui/skeleton";
import { AsOf } from "#components/ui/time/time";
import { layerHealth, wholeHealth } from "./layer-health.ts";
import { usePublicationStatus } from "./use-publication-status.ts";

const EVERY_MS = 2_000;

/** Whether what is stored reaches the others: figures by layer, the way of an event, queues, the stop switch. */
export function PublicationPage() {
  const t = useTranslations("publication");
  const { data: status, error, refetch, isFetching, isError } = usePublicationStatus({ everyMs: EVERY_MS });
  if (status === undefined) {
    if (error === null) return <PageLoading label={t("loading")} />;
    return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  return (
    <div className="grid gap-4">
      <div className="-mb-4">
        <PageHead title={t("title")} sub={t("sub")}>
          <span className={isError ? "text-meta text-failed" : "text-meta text-ink-faint"}>
            {isError && t("stale")} <AsOf iso={status.asOf} />
          </span>
          {/* What is no longer asked may have turned: an old "in order" must not calm anybody. */}
          {!isError && <HealthMark health={wholeHealth(status)} />}
        </PageHead>
      </div>
      <TroubleList status={status} />
      <FailingList failing={status.failing} />
      <Panel title={t("way")} aside={t("wayHint")}>
        <EventWay status={status} />
      </Panel>
      {status.layers.map((layer) => (
        <Panel
          key={layer.layer}
          title={
            <span className="inline-flex flex-wrap items-center gap-2">
              {t(`layers.${layer.layer}`)} {!isError && <HealthMark health={layerHealth(layer, status.outages)} />}
            </span>
          }
          aside={<StopSwitch layer={layer} />}
        >
          <LayerFigures status={layer} />
          <AgeBands status={layer} />
        </Panel>
      ))}
      <Panel title={t("queues")} aside={<QueuesAside />}>
        <QueueTable status={status} />
      </Panel>
      <LagPanel />
      <MissedPanel />
      <LeftOutPanel />
    </div>
  );
}

function QueuesAside() {
  const t = useTranslations("publication");
  return (
    <span className="inline-flex flex-wrap gap-x-3">
      {t("queuesHint")}
      <PageLink href="/publication/dead-letters" className="text-accent hover:underline">
        {t("deadLetters")}
      </PageLink>
    </span>
  );
}

function PageLoading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="after-a-moment grid gap-4">
      <Bone className="h-6 w-48" />
      <Bone className="h-44 rounded-lg" />
      <Bone className="h-40 rounded-lg" />
      <Bone className="h-40 rounded-lg" />
    </div>
  );
}
