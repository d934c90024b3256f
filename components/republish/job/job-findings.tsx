"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Count } from "#components/ui/count";
import type { RepublishJob, RepublishJobView } from "#server/vocabulary/republish-job";
import { useSayOutcome } from "../../events/words/use-say-outcome.ts";

/** What SNS or we said of items that failed, each text once with its number. */
export function JobErrors({ errors }: Pick<RepublishJobView, "errors">) {
  return (
    <ul>
      {errors.map(({ text, count }) => (
        <li key={text} className="flex items-baseline justify-between gap-4 border-t border-line px-4 py-2">
          <span className="min-w-0 break-words text-failed">{text}</span>
          <Count value={count} />
        </li>
      ))}
    </ul>
  );
}

/** What handlers did with a job's messages, as far as it is known here. */
export function JobHandled({ job, refetchMs }: { job: RepublishJob; refetchMs: number | false }) {
  const t = useTranslations("job");
  const trpc = useTRPC();
  const sayOutcome = useSayOutcome();
  const { data } = useQuery(
    trpc.republish.handled.queryOptions({ jobId: job.id }, { staleTime: 0, refetchInterval: refetchMs }),
  );
  const handled = data?.handled ?? [];
  return (
    <>
      <ul>
        {handled.map(({ handler, outcome, count }) => (
          <li
            key={`${handler} ${outcome}`}
            className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-line px-4 py-2"
          >
            <span>
              <span className="font-medium">{handler}</span>{" "}
              <span className="text-ink-soft">{sayOutcome(outcome)}</span>
            </span>
            <Count value={count} />
          </li>
        ))}
      </ul>
      {(handled.length === 0 || job.layer === "external") && (
        <p className="border-t border-line px-4 py-3 text-ink-soft">
          {job.layer === "external" ? t("handledOutside") : t("handledNone")}
        </p>
      )}
    </>
  );
}
