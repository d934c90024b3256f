"use client";

import { Inbox, MailX, PlugZap, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { EmptyState } from "#components/ui/empty-state";
import { PageLink } from "#components/ui/page-link";
import { Time } from "#components/ui/time/time";
import { Tone } from "#components/ui/tone";
import type { PublicationStatus, QueueStatus } from "#server/vocabulary/publication-status";

const number = "py-2 pr-3 text-right sm:pr-4";

/** What is wrong comes first: a narrow screen shows it without scrolling. */
const columns = ["waiting", "failing", "deadLetters", "filledSince", "inFlight", "handled"] as const;

/** Every subscriber's queue: what waits and since when, what is in work, what fails, its dead letters, what is handled. */
export function QueueTable({ status }: { status: PublicationStatus }) {
  const t = useTranslations("queues");
  if (status.lookedAt === null) return <EmptyState icon={PlugZap} title={t("notAsked")} hint={t("notAskedHint")} />;
  if (status.queues.length === 0) return <EmptyState icon={Inbox} title={t("empty")} hint={t("emptyHint")} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section aria-label={t("table")} tabIndex={0} className="overflow-x-auto focus-visible:-outline-offset-2">
      <table className="w-full text-left max-sm:w-max sm:min-w-160">
        <thead className="text-meta text-ink-faint">
          <tr className="border-t border-line">
            <th scope="col" className="py-2 pr-3 pl-4 font-medium sm:pr-4">
              {t("subscriber")}
            </th>
            {columns.map((name) => (
              <th key={name} scope="col" className={`${number} font-medium sm:whitespace-nowrap`}>
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {status.queues.map((queue) => (
            <QueueRow key={queue.queue} queue={queue} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function QueueRow({ queue }: { queue: QueueStatus }) {
  const t = useTranslations("queues");
  const { waiting, inFlight, deadLetters, filledSince, failing, handledPerMinute, measuredAt } = queue;
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pr-3 pl-4 font-normal sm:pr-4">
        <span className="block font-medium max-sm:max-w-40 max-sm:break-words">{queue.subscriber}</span>
        <span className="block max-w-64 truncate font-mono text-meta text-ink-faint max-sm:max-w-40">
          {queue.queue}
        </span>
      </th>
      <Quiet value={waiting} />
      <Quiet value={failing} unknown={t("notOurs")}>
        {(count) => (
          <Tone tone="failed" icon={TriangleAlert}>
            <Count value={count} />
          </Tone>
        )}
      </Quiet>
      <Quiet value={deadLetters}>
        {(count) => (
          <PageLink href="/publication/dead-letters" className="hover:underline">
            <Tone tone="failed" icon={MailX} title={t("deadLettersHint")}>
              <Count value={count} />
            </Tone>
          </PageLink>
        )}
      </Quiet>
      <td className={`${number} text-meta text-ink-soft`} title={t("measured", { at: measuredAt })}>
        {filledSince === null ? <span className="text-ink-faint">–</span> : <Time iso={filledSince} />}
      </td>
      <Quiet value={inFlight} />
      <Quiet value={handledPerMinute} unknown={t("notOurs")} />
    </tr>
  );
}

/** A number that is quiet when it is zero, and a dash with the reason where it cannot be known. */
function Quiet(props: { value: number | null; unknown?: string; children?: (value: number) => ReactNode }) {
  const { value, unknown, children } = props;
  if (value === null) {
    return (
      <td className={`${number} text-ink-faint`} title={unknown}>
        –
      </td>
    );
  }
  if (value === 0) return <td className={`${number} tabular text-ink-faint`}>0</td>;
  return <td className={number}>{children === undefined ? <Count value={value} /> : children(value)}</td>;
}
