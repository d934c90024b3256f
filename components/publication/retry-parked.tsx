"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { LayerStatus } from "#server/vocabulary/publication-status";

/** Gives what was given up another ten tries, after saying how many go to whom and why. */
export function RetryParked({ layer }: { layer: LayerStatus }) {
  const t = useTranslations("retryParked");
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="text-meta text-accent hover:underline" onClick={() => setOpen(true)}>
        {t("open")}
      </button>
      <Dialog open={open} onClose={() => setOpen(false)} label={t("title")}>
        <RetryForm layer={layer} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function RetryForm({ layer: { layer, parked, stopped }, onClose }: { layer: LayerStatus; onClose: () => void }) {
  const t = useTranslations("retryParked");
  const layers = useTranslations("publication.layers");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [reason, setReason] = useState("");
  const says = reason.trim().length >= SHORTEST_REASON;
  const retry = useMutation(
    trpc.publication.retryParked.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.publication.status.queryFilter());
        onClose();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (says) retry.mutate({ layer, reason: reason.trim() });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">
          {t("title")}: {layers(layer)}
        </h2>
        <p className="mt-1 text-ink-soft">{t("effect", { count: parked })}</p>
        {stopped !== null && <p className="mt-1 text-missed">{t("isStopped")}</p>}
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
          {t("cancel")}
        </Button>
        <Button type="submit" look="primary" disabled={retry.isPending || !says}>
          {t("retry", { count: parked })}
        </Button>
      </div>
    </form>
  );
}
