"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { PolicyText } from "#components/subscribers/policy-text";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import type { SubscriberOverview } from "#server/vocabulary/subscriber";

/** Confirms that SNS is brought to the registered policy: from what, to what. */
export function ApplyDialog({ subscriber, onClose }: { subscriber: SubscriberOverview; onClose: () => void }) {
  const t = useTranslations("subscribers");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { id, policy, policyScope } = subscriber;
  // What was seen when the dialog opened is what is confirmed, whatever is read meanwhile.
  const [seen] = useState(() => ("policy" in subscriber.inForce ? subscriber.inForce : null));
  const apply = useMutation(
    trpc.subscribers.applyPolicy.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.subscribers.pathFilter());
        onClose();
      },
    }),
  );
  if (seen === null) return null;
  return (
    <Dialog open onClose={onClose} label={t("applyTitle", { id })}>
      <div className="flex max-h-[84dvh] flex-col">
        <div className="border-b border-line px-5 py-4">
          <h2 className="text-section font-semibold">{t("applyTitle", { id })}</h2>
          <p className="mt-1 text-ink-soft">{t("applyEffect")}</p>
        </div>
        <div className="grid gap-4 overflow-y-auto px-5 py-4">
          <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
            <h3 className="font-medium">{t("from")}</h3>
            <PolicyText text={seen.policy} scope={seen.scope} label={t("from")} />
          </section>
          <section className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
            <h3 className="font-medium">{t("to")}</h3>
            <PolicyText text={JSON.stringify(policy)} scope={policyScope} label={t("to")} />
          </section>
        </div>
        {apply.isError && <DialogFault error={apply.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button data-first-focus onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button
            look="primary"
            disabled={apply.isPending || apply.isSuccess}
            onClick={() => apply.mutate({ id, seen: seen.policy })}
          >
            {t("applyTo", { id })}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
