"use client";

import { Unplug } from "lucide-react";
import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { Time } from "#components/ui/time/time";
import type { Outage, PublicationStatus } from "#server/vocabulary/publication-status";
import { isUnseen } from "./layer-health.ts";

/** Who does not answer, since when, what waits for it, and that nothing is lost; nothing to see while all answer. */
export function TroubleList({ status }: { status: PublicationStatus }) {
  const t = useTranslations("trouble");
  const silent = isUnseen(status);
  if (status.outages.length === 0 && !silent) return null;
  return (
    <div role="alert">
      <ul className="grid gap-2">
        {silent && (
          <Trouble title={t("workers")}>
            {status.lookedAt === null ? t("workersNever") : t.rich("workersSince", { since: at(status.lookedAt) })}
          </Trouble>
        )}
        {status.outages.map((outage) => (
          <OutageLine key={outage.part} outage={outage} status={status} />
        ))}
      </ul>
    </div>
  );
}

const at = (iso: string) => () => <Time iso={iso} />;

function OutageLine({ outage, status }: { outage: Outage; status: PublicationStatus }) {
  const t = useTranslations("trouble");
  const { part, since, error } = outage;
  const layer = status.layers.find((one) => part === `topic:${one.layer}`);
  const queue = status.queues.find((one) => part === `queue:${one.queue}`);
  const title =
    layer !== undefined
      ? t("topic", { layer: layer.layer })
      : part === "sqs"
        ? t("sqs")
        : t("queue", { name: queue?.subscriber ?? part.replace(/^queue:/, "") });
  return (
    <Trouble title={title} error={error}>
      {t.rich("since", { since: () => <Time iso={since} exact /> })}{" "}
      {layer !== undefined && t.rich("waits", { n: () => <Count value={layer.waiting} /> })}{" "}
      {t(layer !== undefined ? "nothingLost" : "nothingLostInQueue")}
    </Trouble>
  );
}

function Trouble({ title, error, children }: { title: string; error?: string; children: React.ReactNode }) {
  return (
    <li className="flex items-start gap-3 rounded-lg bg-failed-soft px-4 py-3 text-failed">
      <Unplug aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p>
          <strong className="font-semibold">{title}</strong> {children}
        </p>
        {error !== undefined && <p className="mt-1 font-mono text-meta break-words">{error}</p>}
      </div>
    </li>
  );
}
