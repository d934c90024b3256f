"use client";

import { Inbox, MailX, PlugZap } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { Tone } from "#components/ui/tone";
import type { QueueStatus } from "#server/vocabulary/views";

/** Every subscriber's queue with what waits, what is being worked on, and its dead letters. */
export function QueueTable({ queues }: { queues: QueueStatus[] | null }) {
  const t = useTranslations("queues");
  if (queues === null) return <EmptyState icon={PlugZap} title={t("notAsked")} hint={t("notAskedHint")} />;
  if (queues.length === 0) return <EmptyState icon={Inbox} title={t("empty")} hint={t("emptyHint")} />;
  const number = "w-20 py-2 pr-4 text-right sm:w-32";
  return (
    <table className="w-full table-fixed text-left">
      <thead className="text-meta text-ink-faint">
        <tr className="border-t border-line">
          <th scope="col" className="px-4 py-2 font-medium">
            {t("subscriber")}
          </th>
          <th scope="col" className={`${number} font-medium`}>
            {t("waiting")}
          </th>
          <th scope="col" className={`${number} font-medium max-sm:hidden`}>
            {t("inFlight")}
          </th>
          <th scope="col" className={`${number} font-medium`}>
            {t("deadLetters")}
          </th>
        </tr>
      </thead>
      <tbody>
        {queues.map((queue) => (
          <tr key={`${queue.subscriber} ${queue.queue}`} className="border-t border-line">
            <th scope="row" className="px-4 py-2 font-normal">
              <span className="block font-medium">{queue.subscriber}</span>
              <span className="block truncate font-mono text-meta text-ink-faint">{queue.queue}</span>
              <span className="block text-meta text-ink-soft sm:hidden">
                {t("inFlight")} <Count value={queue.inFlight} />
              </span>
            </th>
            <td className={number}>
              <Count value={queue.waiting} />
            </td>
            <td className={`${number} max-sm:hidden`}>
              <Count value={queue.inFlight} />
            </td>
            <td className={number}>
              {queue.deadLetters > 0 ? (
                <Link
                  href={`/publication/dead-letters?queue=${encodeURIComponent(queue.subscriber)}`}
                  prefetch={false}
                  className="underline-offset-2 hover:underline"
                >
                  <Tone tone="failed" icon={MailX} title={t("deadLettersHint")}>
                    <Count value={queue.deadLetters} />
                  </Tone>
                </Link>
              ) : (
                <Count value={0} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
