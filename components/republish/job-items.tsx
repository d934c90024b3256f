"use client";

import { Filter } from "lucide-react";
import { useTranslations } from "use-intl";
import { MemberLink } from "#components/member-link";
import { ItemStateMark } from "#components/republish/job-state";
import { PrivateLink } from "#components/ui/private-link";
import { Time } from "#components/ui/time/time";
import { NO_MEMBER } from "#server/vocabulary/member-event";
import type { RepublishJob } from "#server/vocabulary/republish-order";
import { useSayOutcome } from "../events/words/use-say-outcome.ts";

/** The events of a job, each with when it was sent, when it came through, and its error. */
export function JobItems({ job: { items, target } }: { job: RepublishJob }) {
  const t = useTranslations("job");
  return (
    <ul>
      {items.map((item) => (
        <li
          key={item.eventId}
          className="grid gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 sm:grid-cols-[1fr_auto]"
        >
          <div className="min-w-0">
            <PrivateLink
              href={`/events/${item.eventId}`}
              className="font-mono text-meta break-all text-accent hover:underline"
            >
              {item.eventId}
            </PrivateLink>
            <span className="block text-meta text-ink-faint">
              {item.memberId !== NO_MEMBER && `${t("member")} `}
              <MemberLink memberId={item.memberId} />
            </span>
            <Reach reaches={item.reaches} target={target} />
            {item.error !== null && <p className="text-failed">{item.error}</p>}
          </div>
          <div className="flex flex-wrap items-baseline gap-x-4 sm:justify-end">
            {item.sentAt !== null && (
              <span className="text-meta text-ink-faint">
                {t("sentAt")} <Time iso={item.sentAt} exact />
              </span>
            )}
            {item.confirmedAt !== null && (
              <span className="text-meta text-ink-faint">
                {t("confirmedAt")} <Time iso={item.confirmedAt} exact />
              </span>
            )}
            <ItemStateMark state={item.state} />
          </div>
        </li>
      ))}
      {items.length === 0 && <li className="border-t border-line px-4 py-3 text-ink-soft">{t("noItems")}</li>}
    </ul>
  );
}

/** Whom the message of an item reaches by the registered policies; a warning when it misses its target. */
function Reach({ reaches, target }: { reaches: string[]; target: string }) {
  const t = useTranslations("job");
  const misses = reaches.length === 0 || (target !== "ALL" && !reaches.includes(target));
  return (
    <>
      {misses && (
        <span className="flex items-start gap-1 text-meta text-missed">
          <Filter aria-hidden className="mt-0.5 size-3 shrink-0" />
          {target === "ALL" ? t("allDrop") : t("targetDrops", { target })}
        </span>
      )}
      {reaches.length > 0 && (
        <span className="block text-meta text-ink-soft">{t("reaches", { names: reaches.join(", ") })}</span>
      )}
    </>
  );
}

/** What our own handlers did with the messages of this job. */
export function JobHandled({ job }: { job: RepublishJob }) {
  const t = useTranslations("job");
  const sayOutcome = useSayOutcome();
  if (job.handled.length === 0) {
    return (
      <p className="border-t border-line px-4 py-3 text-ink-soft">
        {job.layer === "external" ? t("handledOutside") : t("handledNone")}
      </p>
    );
  }
  return (
    <ul>
      {job.handled.map((entry) => (
        <li
          key={`${entry.eventId} ${entry.handler} ${entry.at}`}
          className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-line px-4 py-2.5"
        >
          <span>
            <span className="font-medium">{entry.handler}</span>{" "}
            <span className="text-ink-soft">{sayOutcome(entry.outcome)}</span>
          </span>
          <span className="text-meta text-ink-faint">
            <Time iso={entry.at} exact />
          </span>
        </li>
      ))}
    </ul>
  );
}
