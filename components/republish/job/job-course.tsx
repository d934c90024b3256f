"use client";

import { TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "use-intl";
import { RateChart } from "#components/republish/job/rate-chart";
import { Span } from "#components/ui/time/span";
import { Time } from "#components/ui/time/time";
import type { RepublishJob } from "#server/vocabulary/republish-job";
import { useCourse } from "./use-course.ts";

/** How fast a job goes against how fast it may, how long it still takes, and what keeps it back. */
export function JobCourse({ job, asOf }: { job: RepublishJob; asOf: string }) {
  const t = useTranslations("course");
  const format = useFormatter();
  const points = useCourse(job, asOf);
  const now = points.at(-1)?.rate ?? null;
  const left = job.counts.waiting + job.counts.sending;
  const rate = job.slowedTo ?? job.rate;
  return (
    <div className="grid gap-2 px-4 pb-4">
      <dl className="flex flex-wrap gap-x-6 gap-y-1 text-meta">
        {job.state === "running" && (
          <div>
            <dt className="inline text-ink-faint">{t("now")} </dt>
            <dd className="inline font-medium">
              {now === null ? "…" : t("perSecond", { rate: format.number(Math.round(now)) })}
            </dd>
          </div>
        )}
        <div>
          <dt className="inline text-ink-faint">{t("wanted")} </dt>
          <dd className="inline font-medium">{t("perSecond", { rate: format.number(job.rate) })}</dd>
        </div>
        {left > 0 && (job.state === "running" || job.state === "waiting") && (
          <div>
            <dt className="inline text-ink-faint">{t("left")} </dt>
            <dd className="inline font-medium">
              <Span ms={(left / Math.max(1, now ?? rate)) * 1000} />
            </dd>
          </div>
        )}
        <div>
          <dt className="inline text-ink-faint">{t("order")} </dt>
          <dd className="inline font-medium">{t(`orders.${job.order}`)}</dd>
        </div>
      </dl>
      {(job.state === "running" || job.state === "paused") && <RateChart points={points} />}
      {job.state === "freezing" && (
        <p>
          {job.planned === null
            ? t("freezing", { frozen: format.number(job.frozen) })
            : t("freezingOf", { frozen: format.number(job.frozen), planned: format.number(job.planned) })}
        </p>
      )}
      {job.place !== null && job.place > 0 && <p>{t("place", { count: job.place })}</p>}
      {job.state === "waiting" && job.startAt !== null && Date.parse(job.startAt) > Date.parse(asOf) && (
        <p>
          {t("startsAt")} <Time iso={job.startAt} exact />
        </p>
      )}
      {job.pausedBecause === "first lot" && <p className="font-medium">{t("firstLotOut")}</p>}
      {job.slowedTo !== null && job.slowedBecause !== null && (
        <Notice>{t("slowed", { rate: format.number(job.slowedTo), why: t(`slow.${job.slowedBecause}`) })}</Notice>
      )}
      {job.state === "failed" && (
        <Notice>
          {job.planned === job.frozen
            ? t("otherOnes", { count: job.frozen })
            : t("notAsPlanned", { planned: job.planned ?? 0, frozen: job.frozen })}
        </Notice>
      )}
      {job.state !== "failed" && job.trouble !== null && <Notice>{t("trouble", { text: job.trouble })}</Notice>}
    </div>
  );
}

function Notice({ children }: { children: string }) {
  return (
    <p className="flex items-start gap-1.5 text-missed">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {children}
    </p>
  );
}
