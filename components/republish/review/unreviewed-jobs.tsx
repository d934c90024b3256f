"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { PageLink } from "#components/ui/page-link";
import { Panel } from "#components/ui/panel";
import { ReasonField } from "#components/ui/reason-field";
import { Time } from "#components/ui/time/time";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { UnreviewedJob } from "#server/vocabulary/republish-job";

/** Jobs that ran without a second person, until another admin has looked at them; nothing at all when there are none. */
export function UnreviewedJobs() {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const { data } = useQuery(trpc.republish.unreviewed.queryOptions({}));
  const [reviewed, setReviewed] = useState<UnreviewedJob | null>(null);
  const unreviewed = data?.unreviewed ?? [];
  if (unreviewed.length === 0) return null;
  return (
    <Panel title={t("title")} className="mb-4 border-failed/50">
      <ul>
        {unreviewed.map((job) => (
          <UnreviewedRow key={job.approvalId} job={job} onReview={() => setReviewed(job)} />
        ))}
      </ul>
      {reviewed !== null && (
        <Dialog open onClose={() => setReviewed(null)} label={t("dialogTitle")}>
          <ReviewForm job={reviewed} onClose={() => setReviewed(null)} />
        </Dialog>
      )}
    </Panel>
  );
}

/** One of them: who let it run, when and why. */
function UnreviewedRow({ job, onReview }: { job: UnreviewedJob; onReview: () => void }) {
  const t = useTranslations("review");
  const maySend = useMay("republish:send");
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line px-4 py-2.5">
      <span className="flex min-w-0 items-start gap-1.5">
        <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
        <span>
          <PageLink href={`/republish/${job.jobId}`} className="text-accent hover:underline">
            {t("ranAlone", { name: job.by })}
          </PageLink>{" "}
          “{job.reason}”
          <span className="block text-meta text-ink-faint">
            <Time iso={job.at} exact />
          </span>
        </span>
      </span>
      <Button
        size="small"
        disabled={job.isMine || !maySend}
        title={job.isMine ? t("notYours") : undefined}
        onClick={onReview}
      >
        {t("open")}
      </Button>
    </li>
  );
}

function ReviewForm({ job, onClose }: { job: UnreviewedJob; onClose: () => void }) {
  const t = useTranslations("review");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [note, setNote] = useState("");
  const review = useMutation(
    trpc.republish.review.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.republish.unreviewed.queryFilter());
        onClose();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    review.mutate({ approvalId: job.approvalId, note: note.trim() });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">{t("dialogTitle")}</h2>
        <p className="mt-1 text-ink-soft">{t("effect", { name: job.by })}</p>
      </div>
      <ReasonField label={t("note")} hint={t("noteHint", { count: SHORTEST_REASON })} value={note} onChange={setNote} />
      {review.isError && <FormFault error={review.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("notNow")}
        </Button>
        <Button type="submit" look="primary" disabled={review.isPending}>
          {t("done")}
        </Button>
      </div>
    </form>
  );
}
