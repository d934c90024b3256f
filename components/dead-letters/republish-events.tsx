"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Repeat2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { DeadLetterQueue, LetterView } from "#server/vocabulary/dead-letter";
import { jobsKey } from "../republish/job/job-pages.ts";

/** Gets everything anyway, so that nothing can be sent to it alone. */
const RECORDER = "recorder";

/**
 * Sends the events of letters to their subscriber again, as a job: with today's message instead of the dead one, and handled
 * anew. The letters stay until somebody discards them.
 */
export function RepublishEvents({ queue, letters }: { queue: DeadLetterQueue; letters: LetterView[] }) {
  const t = useTranslations("deadLetters");
  const may = useMay("republish:send");
  const [open, setOpen] = useState(false);
  const known = letters.filter(({ cause }) => cause !== "unknown-event").flatMap(({ eventId }) => eventId ?? []);
  const eventIds = [...new Set(known)];
  if (eventIds.length === 0 || queue.subscriber === RECORDER) return null;
  return (
    <>
      <Button size="small" disabled={!may} title={may ? undefined : t("notAllowed")} onClick={() => setOpen(true)}>
        <Repeat2 aria-hidden className="size-3.5" />
        {t("republishOpen")}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} label={t("republishTitle")}>
        <RepublishForm queue={queue} eventIds={eventIds} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function RepublishForm(props: { queue: DeadLetterQueue; eventIds: string[]; onClose: () => void }) {
  const { queue, eventIds, onClose } = props;
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState("");
  const says = reason.trim().length >= SHORTEST_REASON;
  const create = useMutation(
    trpc.republish.create.mutationOptions({
      onSuccess({ jobId }) {
        void queryClient.invalidateQueries({ queryKey: jobsKey });
        router.push(`/republish/${jobId}`);
      },
    }),
  );
  const values = { count: eventIds.length, queue: queue.subscriber };
  function submit(event: FormEvent) {
    event.preventDefault();
    const { layer, subscriber: target } = queue;
    if (says) create.mutate({ idempotencyKey, selection: { eventIds }, layer, target, reason: reason.trim() });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">{t("republishTitle")}</h2>
        <p className="mt-1 text-ink-soft">{t("republishEffect", values)}</p>
      </div>
      <ReasonField
        label={t("reason")}
        hint={t("redriveReasonHint", { count: SHORTEST_REASON })}
        value={reason}
        onChange={setReason}
      />
      {create.isError && <FormFault error={create.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button type="submit" look="primary" disabled={create.isPending || create.isSuccess || !says}>
          {t("republish", values)}
        </Button>
      </div>
    </form>
  );
}
