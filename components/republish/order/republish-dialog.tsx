"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Send } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Sentence } from "#components/events/words/sentence";
import { MemberName } from "#components/member-link";
import { LayerChoice } from "#components/republish/order/layer-choice";
import { TargetChoice } from "#components/republish/order/target-choice";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault, FailedState } from "#components/ui/failed-state";
import { ReasonField } from "#components/ui/reason-field";
import { RowsLoading } from "#components/ui/skeleton";
import { Time } from "#components/ui/time/time";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { LayerName, MemberEvent } from "#server/vocabulary/member-event";
import { jobsKey } from "../job/job-pages.ts";

/** Orders one event to be sent again: which event, which layer, to whom, why. The button says what it will do. */
export function RepublishDialog({ event, onClose }: { event: MemberEvent; onClose: () => void }) {
  const t = useTranslations("republish");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  // One key for one opening: pressing twice, or again after a lost answer, orders once.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [layer, setLayer] = useState<LayerName>("internal");
  const [target, setTarget] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const targets = useQuery(trpc.republish.targets.queryOptions({ eventId: event.id, layer }));
  const send = useMutation(
    trpc.republish.create.mutationOptions({
      onSuccess: ({ jobId }) => {
        void queryClient.invalidateQueries(trpc.events.show.queryFilter({ eventId: event.id }));
        void queryClient.invalidateQueries({ queryKey: jobsKey });
        router.push(`/republish/${jobId}`);
      },
    }),
  );

  const isExternal = event.external.state !== "not for publication";
  const busy = send.isPending || send.isSuccess;
  function submit(submitted: FormEvent) {
    submitted.preventDefault();
    if (target === null || busy) return;
    send.mutate({ idempotencyKey, selection: { eventIds: [event.id] }, layer, target, reason: reason.trim() });
  }

  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <form onSubmit={submit} className="flex max-h-[84dvh] flex-col">
        <div className="border-b border-line px-5 py-4">
          <h2 className="text-section font-semibold">{t("title")}</h2>
          <p className="mt-1">
            <Sentence event={event} />
          </p>
          <p className="text-meta text-ink-faint">
            <MemberName memberId={event.memberId} /> · <span className="font-mono">{event.action}</span> ·{" "}
            <Time iso={event.occurredAt} exact />
          </p>
        </div>
        <div className="grid gap-5 overflow-y-auto px-5 py-4">
          <LayerChoice
            layer={layer}
            isExternal={isExternal}
            onChange={(chosen) => {
              setLayer(chosen);
              setTarget(null);
            }}
          />
          {targets.isPending && <RowsLoading label={t("loadingSubscribers")} rows={3} />}
          {targets.isError && (
            <FailedState what={t("noSubscribers")} error={targets.error} onRetry={() => targets.refetch()} />
          )}
          {targets.data !== undefined && <TargetChoice targets={targets.data} target={target} onChange={setTarget} />}
          <ReasonField
            label={t("reason")}
            hint={t("reasonHint", { count: SHORTEST_REASON })}
            value={reason}
            onChange={setReason}
          />
        </div>
        {send.isError && <DialogFault error={send.error} />}
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
          <Button data-first-focus onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={target === null || busy}>
            <Send aria-hidden className="size-3.5" />
            {busy ? t("sending") : sendWords(t, target)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function sendWords(t: ReturnType<typeof useTranslations<"republish">>, target: string | null): string {
  if (target === null) return t("sendNobody");
  return target === "ALL" ? t("sendAll") : t("sendOne", { target });
}
