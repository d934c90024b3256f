"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CirclePause, CirclePlay, CircleX, Copy, Gauge, RotateCcw } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button, buttonClass } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { PageLink } from "#components/ui/page-link";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import { HIGHEST_RATE } from "#server/vocabulary/choices/send-choices";
import type { RepublishJob } from "#server/vocabulary/republish-job";

type Asked = "cancel" | "rate" | "retry" | null;

/** Pause, go on, another rate, cancel, and what failed once more: at hand wherever the job can take them. */
export function JobControls({ job }: { job: RepublishJob }) {
  const t = useTranslations("jobControls");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const maySend = useMay("republish:send");
  const [asked, setAsked] = useState<Asked>(null);
  const settled = () => queryClient.invalidateQueries(trpc.republish.show.queryFilter({ jobId: job.id }));
  const pause = useMutation(trpc.republish.pause.mutationOptions({ onSettled: settled }));
  const resume = useMutation(trpc.republish.resume.mutationOptions({ onSettled: settled }));
  const isOpen = ["freezing", "approval", "waiting", "running", "paused"].includes(job.state);
  const faulty = job.counts.failed + job.counts.unknown;
  const fault = pause.error ?? resume.error;
  if (!maySend) return null;
  return (
    <>
      {(job.state === "running" || job.state === "waiting") && (
        <Button onClick={() => pause.mutate({ jobId: job.id })} disabled={pause.isPending}>
          <CirclePause aria-hidden className="size-4" />
          {t("pause")}
        </Button>
      )}
      {job.state === "paused" && (
        <Button look="primary" onClick={() => resume.mutate({ jobId: job.id })} disabled={resume.isPending}>
          <CirclePlay aria-hidden className="size-4" />
          {job.pausedBecause === "first lot" ? t("sendTheRest", { count: job.counts.waiting }) : t("resume")}
        </Button>
      )}
      {isOpen && (
        <>
          <Button onClick={() => setAsked("rate")}>
            <Gauge aria-hidden className="size-4" />
            {t("rate")}
          </Button>
          <Button onClick={() => setAsked("cancel")}>
            <CircleX aria-hidden className="size-4" />
            {t("cancel")}
          </Button>
        </>
      )}
      {!isOpen && faulty > 0 && (
        <Button onClick={() => setAsked("retry")}>
          <RotateCcw aria-hidden className="size-4" />
          {t("retry", { count: faulty })}
        </Button>
      )}
      {job.isFrozen && job.state !== "failed" && (
        <PageLink href={againHref(job)} className={buttonClass()}>
          <Copy aria-hidden className="size-4" />
          {t("again")}
        </PageLink>
      )}
      {fault !== null && <FormFault error={fault} />}
      {asked !== null && (
        <Dialog open onClose={() => setAsked(null)} label={t(`${asked}Title`)}>
          {asked === "cancel" && <CancelForm job={job} onClose={() => setAsked(null)} />}
          {asked === "rate" && <RateForm job={job} onClose={() => setAsked(null)} />}
          {asked === "retry" && <RetryForm job={job} onClose={() => setAsked(null)} />}
        </Dialog>
      )}
    </>
  );
}

/** A new order of the same events, to be planned anew: everything else as it was, but for the reason. */
function againHref({ id, layer, target, rate, order }: RepublishJob): string {
  return `/republish/new?${new URLSearchParams({ ofJob: id, layer, target, rate: String(rate), order })}`;
}

type FormProps = { job: RepublishJob; onClose: () => void };

function CancelForm({ job, onClose }: FormProps) {
  const t = useTranslations("jobControls");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const cancel = useMutation(
    trpc.republish.cancel.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.republish.show.queryFilter({ jobId: job.id }));
        onClose();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    cancel.mutate({ jobId: job.id });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">{t("cancelTitle")}</h2>
        <p className="mt-1 text-ink-soft">
          {t("cancelEffect", {
            waiting: job.counts.waiting + job.counts.sending,
            sent: job.counts.sent + job.counts.confirmed,
          })}
        </p>
      </div>
      {cancel.isError && <FormFault error={cancel.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("keep")}
        </Button>
        <Button type="submit" look="danger" disabled={cancel.isPending}>
          {t("cancelIt")}
        </Button>
      </div>
    </form>
  );
}

function RateForm({ job, onClose }: FormProps) {
  const t = useTranslations("jobControls");
  const id = useId();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [rate, setRate] = useState(String(job.rate));
  const change = useMutation(
    trpc.republish.changeRate.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.republish.show.queryFilter({ jobId: job.id }));
        onClose();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate({ jobId: job.id, rate: Number(rate) });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <h2 className="text-section font-semibold">{t("rateTitle")}</h2>
      <Field
        id={id}
        label={t("rateLabel")}
        hint={job.approval === null ? t("rateHint") : t("rateApproved", { rate: job.rate })}
      >
        <input
          id={id}
          type="number"
          min={1}
          max={HIGHEST_RATE}
          required
          value={rate}
          onChange={(event) => setRate(event.target.value)}
          aria-describedby={`${id}-hint`}
          className={inputClass}
        />
      </Field>
      {change.isError && <FormFault error={change.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t("keepRate")}</Button>
        <Button type="submit" look="primary" disabled={change.isPending}>
          {t("changeRate")}
        </Button>
      </div>
    </form>
  );
}

function RetryForm({ job, onClose }: FormProps) {
  const t = useTranslations("jobControls");
  const trpc = useTRPC();
  const router = useRouter();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState(job.reason);
  const retry = useMutation(
    trpc.republish.retry.mutationOptions({ onSuccess: ({ jobId }) => router.push(`/republish/${jobId}`) }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    retry.mutate({ jobId: job.id, idempotencyKey, reason: reason.trim() });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">{t("retryTitle")}</h2>
        <p className="mt-1 text-ink-soft">{t("retryEffect", { count: job.counts.failed + job.counts.unknown })}</p>
      </div>
      <ReasonField
        label={t("reason")}
        hint={t("reasonHint", { count: SHORTEST_REASON })}
        value={reason}
        onChange={setReason}
      />
      {retry.isError && <FormFault error={retry.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("doNot")}
        </Button>
        <Button type="submit" look="primary" disabled={retry.isPending || retry.isSuccess}>
          {t("retryIt", { count: job.counts.failed + job.counts.unknown })}
        </Button>
      </div>
    </form>
  );
}
