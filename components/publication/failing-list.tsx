"use client";

import { useTranslations } from "use-intl";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { Time } from "#components/ui/time/time";
import type { FailingMessage } from "#server/vocabulary/publication-status";

/** Receives before a message is dead, as our queues are made. */
const TRIES = 5;

/** Messages that a consumer cannot handle, from their first failure; nothing to see while there are none. */
export function FailingList({ failing }: { failing: readonly FailingMessage[] }) {
  const t = useTranslations("failing");
  if (failing.length === 0) return null;
  return (
    <Panel title={t("title")} aside={t("hint")} className="border-failed">
      <ul>
        {failing.map((message) => (
          <FailingLine key={`${message.queue} ${message.messageId}`} message={message} />
        ))}
      </ul>
    </Panel>
  );
}

function FailingLine({ message }: { message: FailingMessage }) {
  const t = useTranslations("failing");
  const { subscriber, eventId, error, tries, firstFailedAt, nextAt } = message;
  const time = (iso: string) => () => <Time iso={iso} exact />;
  return (
    <li className="grid gap-x-4 gap-y-0.5 border-t border-line px-4 py-2.5 sm:grid-cols-[1fr_auto]">
      <p className="min-w-0">
        <span className="font-medium">{subscriber}</span>{" "}
        <span className="font-mono text-meta break-words text-failed">{error}</span>
      </p>
      <p className="text-meta sm:text-right">
        {nextAt === null ? (
          <PageLink href="/publication/dead-letters" className="text-accent hover:underline">
            {t("dead", { tries })}
          </PageLink>
        ) : (
          t.rich("next", { tries, of: TRIES, next: time(nextAt) })
        )}
      </p>
      <p className="text-meta text-ink-faint">{t.rich("first", { first: time(firstFailedAt) })}</p>
      <p className="text-meta sm:text-right">
        {eventId === null ? (
          <span className="text-ink-faint">{t("noEvent")}</span>
        ) : (
          <PageLink href={`/events/${eventId}`} className="text-accent hover:underline">
            {t("open")}
          </PageLink>
        )}
      </p>
    </li>
  );
}
