"use client";

import { useTranslations } from "use-intl";
import { HealthMark } from "#components/publication/health-mark";
import { Count } from "#components/ui/count";
import { FailedState } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { RowsLoading } from "#components/ui/skeleton";
import { Span } from "#components/ui/time/span";
import type { LayerStatus, Outage } from "#server/vocabulary/publication-status";
import { layerHealth } from "../publication/layer-health.ts";
import { usePublicationStatus } from "../publication/use-publication-status.ts";

/** The home page is glanced at, not watched. */
export const GLANCE_EVERY_MS = 10_000;

/** Both layers in two lines: how they stand, what waits, how fast. */
export function PublicationTile() {
  const t = useTranslations("publicationTile");
  const { data, error, refetch, isFetching, isError } = usePublicationStatus({ everyMs: GLANCE_EVERY_MS });
  if (data === undefined) {
    if (error === null) return <RowsLoading label={t("loading")} rows={2} tall />;
    return <FailedState what={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  return (
    <ul>
      {data.layers.map((layer) => (
        <Layer key={layer.layer} layer={layer} outages={data.outages} stale={isError} />
      ))}
    </ul>
  );
}

function Layer(props: { layer: LayerStatus; outages: readonly Outage[]; stale: boolean }) {
  const { layer, outages, stale } = props;
  const t = useTranslations("publicationTile");
  return (
    <li className="border-t border-line">
      <PageLink
        href="/publication"
        className="grid grid-cols-[1fr_auto] gap-y-0.5 px-4 py-2.5 hover:bg-raised focus-visible:-outline-offset-2"
      >
        <span className="font-medium">{t(`layers.${layer.layer}`)}</span>
        {stale ? (
          <span className="text-meta text-failed">{t("stale")}</span>
        ) : (
          <HealthMark health={layerHealth(layer, outages)} />
        )}
        <span className="col-span-2 text-meta text-ink-faint">
          {t.rich("waiting", { n: () => <Count value={layer.waiting} /> })}
          {layer.overdue > 0 && (
            <>
              {" · "}
              {t.rich("overdue", { n: () => <Count value={layer.overdue} /> })}
            </>
          )}
          {layer.parked > 0 && (
            <>
              {" · "}
              {t.rich("parked", { n: () => <Count value={layer.parked} /> })}
            </>
          )}
          {" · "}
          {t("lag")} <Span ms={layer.lagP95Ms} />
        </span>
      </PageLink>
    </li>
  );
}
