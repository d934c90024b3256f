"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { PolicyEditor } from "#components/events/policy/policy-editor";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import type { SubscriberOverview } from "#server/vocabulary/subscriber";

/** Another policy for a subscriber: registered now, in force when it is applied. */
export function ChangePolicyDialog({ subscriber, onClose }: { subscriber: SubscriberOverview; onClose: () => void }) {
  const t = useTranslations("subscribers");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState({
    text: JSON.stringify(subscriber.policy, null, 2),
    scope: subscriber.policyScope,
  });
  const change = useMutation(
    trpc.subscribers.changePolicy.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.subscribers.pathFilter());
        onClose();
      },
    }),
  );
  const isValid = parsePolicy(draft.text, draft.scope).policy !== undefined;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isValid) change.mutate({ id: subscriber.id, policy: draft.text, policyScope: draft.scope });
  }
  return (
    <Dialog open onClose={onClose} label={t("changeTitle", { id: subscriber.id })}>
      <form onSubmit={submit} className="flex max-h-[84dvh] flex-col">
        <div className="border-b border-line px-5 py-4">
          <h2 className="text-section font-semibold">{t("changeTitle", { id: subscriber.id })}</h2>
          <p className="mt-1 text-ink-soft">{t("changeEffect")}</p>
        </div>
        <div className="grid gap-4 overflow-y-auto px-5 py-4">
          <PolicyEditor label={t("policy")} value={draft} onChange={setDraft} rows={10} target={subscriber.id} />
        </div>
        {change.isError && <DialogFault error={change.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!isValid || change.isPending}>
            {t("registerPolicy")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
