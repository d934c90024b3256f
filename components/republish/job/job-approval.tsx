"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert, UserCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay, useMe } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { ReasonField } from "#components/ui/reason-field";
import { Time } from "#components/ui/time/time";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { RepublishJob } from "#server/vocabulary/republish-job";

/** Who let a large job run, or what it waits for: another admin's approval, or in need the glass that is broken. */
export function JobApproval({ job }: { job: RepublishJob }) {
  const t = useTranslations("approval");
  const me = useMe();
  const maySend = useMay("republish:send");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [isBreaking, setBreaking] = useState(false);
  const approve = useMutation(
    trpc.republish.approve.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.republish.show.queryFilter({ jobId: job.id })),
    }),
  );
  if (job.state !== "approval") return job.approval === null ? null : <Given job={job} />;
  const isMine = me.id === job.requestedById;
  return (
    <section className="grid gap-2 rounded-lg border border-missed/50 bg-missed-soft px-4 py-3">
      <h2 className="flex items-center gap-1.5 font-semibold text-missed">
        <UserCheck aria-hidden className="size-4" />
        {t("needed")}
      </h2>
      <p>
        {t("why", {
          events: job.frozen,
          receivers: job.receivers,
          deliveries: job.frozen * job.receivers,
        })}
      </p>
      {maySend && (
        <div className="flex flex-wrap items-center gap-2">
          <Button
            look="primary"
            disabled={isMine || approve.isPending}
            title={isMine ? t("notYours") : undefined}
            onClick={() => approve.mutate({ jobId: job.id, rate: job.rate })}
          >
            {t("approve", { count: job.frozen, target: job.target === "ALL" ? t("everybody") : job.target })}
          </Button>
          <Button onClick={() => setBreaking(true)}>
            <ShieldAlert aria-hidden className="size-4" />
            {t("breakGlass")}
          </Button>
          {isMine && <span className="text-meta text-ink-soft">{t("notYours")}</span>}
        </div>
      )}
      {approve.isError && <FormFault error={approve.error} />}
      {isBreaking && (
        <Dialog open onClose={() => setBreaking(false)} label={t("breakGlassTitle")}>
          <BreakGlassForm job={job} onClose={() => setBreaking(false)} />
        </Dialog>
      )}
    </section>
  );
}

function Given({ job: { approval } }: { job: RepublishJob }) {
  const t = useTranslations("approval");
  if (approval === null) return null;
  const isBroken = approval.kind === "break-glass";
  return (
    <p className={isBroken ? "flex flex-wrap items-center gap-x-1.5 text-failed" : "text-ink-soft"}>
      {isBroken && <ShieldAlert aria-hidden className="size-4" />}
      {isBroken ? t("broken", { name: approval.by }) : t("given", { name: approval.by })}{" "}
      <Time iso={approval.at} exact />
      {approval.reason !== null && (
        <span>
          “<GivenText text={approval.reason} />”
        </span>
      )}
      {isBroken && (
        <span>{approval.reviewedBy === null ? t("notReviewed") : t("reviewed", { name: approval.reviewedBy })}</span>
      )}
    </p>
  );
}

function BreakGlassForm({ job, onClose }: { job: RepublishJob; onClose: () => void }) {
  const t = useTranslations("approval");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const broken = useMutation(
    trpc.republish.breakGlass.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.republish.show.queryFilter({ jobId: job.id }));
        onClose();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    broken.mutate({ jobId: job.id, reason: reason.trim() });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">{t("breakGlassTitle")}</h2>
        <p className="mt-1 text-ink-soft">{t("breakGlassEffect")}</p>
      </div>
      <ReasonField
        label={t("breakGlassReason")}
        hint={t("reasonHint", { count: SHORTEST_REASON })}
        value={reason}
        onChange={setReason}
      />
      {broken.isError && <FormFault error={broken.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("doNot")}
        </Button>
        <Button type="submit" look="danger" disabled={broken.isPending}>
          {t("breakIt")}
        </Button>
      </div>
    </form>
  );
}
