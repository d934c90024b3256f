"use client";

import { clsx } from "clsx";
import { MailX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Count } from "#components/ui/count";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { Tone } from "#components/ui/tone";
import type { DeadLetterQueue } from "#server/vocabulary/dead-letter";

/** The dead-letter queues, those with letters first; one is open beside it, or none. */
export function QueueList({ queues, chosen }: { queues: DeadLetterQueue[]; chosen: DeadLetterQueue | null }) {
  const t = useTranslations("deadLetters");
  return (
    <Panel title={t("queues")}>
      <ul className="max-rail:max-h-56 max-rail:overflow-y-auto">
        {queues.map((queue) => (
          <li key={queue.queue} className="border-t border-line">
            <PageLink
              href={`/publication/dead-letters?queue=${encodeURIComponent(queue.subscriber)}`}
              scroll={false}
              aria-current={queue.queue === chosen?.queue ? "true" : undefined}
              className={clsx(
                "flex min-h-10 items-center justify-between gap-3 px-4 py-1.5 hover:bg-raised",
                queue.queue === chosen?.queue && "bg-accent-soft font-medium",
              )}
            >
              <span className="min-w-0 truncate">{queue.subscriber}</span>
              <LetterCount queue={queue} />
            </PageLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** How many lie there, those in somebody's hands among them. */
function LetterCount({ queue: { waiting, invisible } }: { queue: DeadLetterQueue }) {
  const t = useTranslations("deadLetters");
  if (waiting === null) return <span className="text-meta text-ink-faint">{t("notAsked")}</span>;
  const count = waiting + invisible;
  if (count === 0) return <span className="text-ink-faint">0</span>;
  return (
    <Tone tone="failed" icon={MailX}>
      <Count value={count} />
    </Tone>
  );
}
