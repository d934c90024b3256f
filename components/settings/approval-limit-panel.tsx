"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { PermissionButton } from "#components/settings/permission-button";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault, FailedState, FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { ReasonField } from "#components/ui/reason-field";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { ApprovalLimit } from "#server/vocabulary/republish-job";

/** From how many deliveries on a republish needs a second admin: proposed by one admin, put into force by another. */
export function ApprovalLimitPanel() {
  const t = useTranslations("approvalLimit");
  const all = useTranslations("settings");
  const trpc = useTRPC();
  const [isOpen, setOpen] = useState(false);
  const { data, error, refetch, isFetching } = useQuery(trpc.republish.limit.queryOptions({}));
  return (
    <Panel title={t("title")}>
      {data === undefined && error === null && <RowsLoading label={all("loading")} />}
      {data === undefined && error !== null && (
        <FailedState what={all("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />
      )}
      {data !== undefined && (
        <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line px-4 py-2.5">
          <div className="max-w-prose">
            <p>{t("now", { deliveries: data.deliveries })}</p>
            <p className="text-meta text-ink-soft">{t("hint")}</p>
          </div>
          <PermissionButton needs="republish:send" size="small" onClick={() => setOpen(true)}>
            {t("propose")}
          </PermissionButton>
        </div>
      )}
      {data?.proposal && <Proposal proposal={data.proposal} />}
      {isOpen && data !== undefined && <ProposeDialog before={data.deliveries} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

/** What is proposed now, and the button of whoever may put it into force. */
function Proposal({ proposal }: { proposal: NonNullable<ApprovalLimit["proposal"]> }) {
  const t = useTranslations("approvalLimit");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const confirm = useMutation(
    trpc.republish.confirmLimit.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.republish.limit.queryFilter()),
    }),
  );
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line bg-missed-soft px-4 py-2.5">
      <div className="min-w-0 max-w-prose">
        <p>
          <span className="font-medium">{t("proposed", { name: proposal.by, deliveries: proposal.deliveries })}</span>{" "}
          <GivenText text={proposal.reason} />
        </p>
        <p className="text-meta text-ink-soft">
          <Time iso={proposal.at} exact /> · {proposal.isMine ? t("notYours") : t("until")}
        </p>
      </div>
      <PermissionButton
        needs="republish:send"
        size="small"
        look="primary"
        disabled={proposal.isMine || confirm.isPending}
        onClick={() => confirm.mutate({ changeId: proposal.id })}
      >
        {t("confirm", { deliveries: proposal.deliveries })}
      </PermissionButton>
      {confirm.isError && <FormFault error={confirm.error} />}
    </div>
  );
}

function ProposeDialog({ before, onClose }: { before: number; onClose: () => void }) {
  const t = useTranslations("approvalLimit");
  const all = useTranslations("settings");
  const id = useId();
  const [given, setGiven] = useState(String(before));
  const [reason, setReason] = useState("");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const propose = useMutation(
    trpc.republish.proposeLimit.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.republish.limit.queryFilter());
        onClose();
      },
    }),
  );
  const after = Number(given);
  const isOther = given !== "" && Number.isInteger(after) && after !== before;
  const isReady = isOther && reason.trim().length >= SHORTEST_REASON;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) propose.mutate({ deliveries: after, reason: reason.trim() });
  }
  return (
    <Dialog open onClose={onClose} label={t("propose")}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="grid gap-4 p-5">
          <h2 className="text-section font-semibold">{t("propose")}</h2>
          <Field id={id} label={t("new")} hint={t("newHint")}>
            <input
              id={id}
              type="number"
              required
              min={0}
              max={1_000_000_000}
              value={given}
              onChange={(event) => setGiven(event.target.value)}
              aria-describedby={`${id}-hint`}
              className={inputClass}
            />
          </Field>
          <ReasonField
            label={all("reason")}
            hint={t("reasonHint", { count: SHORTEST_REASON })}
            value={reason}
            onChange={setReason}
          />
          {isOther && (
            <p role="status" className="rounded-md bg-missed-soft px-3 py-2 text-missed">
              {t("effect", { before, after })}
            </p>
          )}
        </div>
        {propose.isError && <DialogFault error={propose.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button data-first-focus onClick={onClose}>
            {all("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={propose.isPending || !isReady}>
            {t("send", { after })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
