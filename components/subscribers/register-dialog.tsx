"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import {
  type Draft,
  emptyDraft,
  isComplete,
  RegisterFields,
  toNewSubscriber,
} from "#components/subscribers/register-fields";
import { TokenOnce } from "#components/subscribers/token-dialog";
import { TokenFields } from "#components/subscribers/token-fields";
import { areTermsComplete, TokenTermsFields, usualTerms } from "#components/subscribers/token-terms";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";

/** Registers a subscriber; when it was given a token, shows it this once, then goes to its page. */
export function RegisterDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("registerSubscriber");
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [tokenFields, setTokenFields] = useState<string[]>([]);
  const [terms, setTerms] = useState(usualTerms);
  const isReady = isComplete(draft) && (tokenFields.length === 0 || areTermsComplete(terms));
  const register = useMutation(
    trpc.subscribers.register.mutationOptions({
      onSuccess: async ({ id, token }) => {
        await queryClient.invalidateQueries(trpc.subscribers.list.queryFilter());
        if (token === null) router.push(`/subscribers/${id}`);
      },
    }),
  );
  const { data: registered } = register;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady && !register.isPending) register.mutate(toNewSubscriber(draft, tokenFields, terms));
  }
  if (registered?.token) {
    const { id, token, needsSecond } = registered;
    const goOn = () => router.push(`/subscribers/${id}`);
    return (
      <Dialog open onClose={goOn} label={t("title")}>
        <TokenOnce token={token} waits={needsSecond} onClose={goOn} />
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <form onSubmit={submit} className="flex max-h-[84dvh] flex-col">
        <div className="border-b border-line px-5 py-4">
          <h2 className="text-section font-semibold">{t("title")}</h2>
          <p className="mt-1 text-ink-soft">{t("effect")}</p>
        </div>
        <div className="grid gap-4 overflow-y-auto px-5 py-4">
          <RegisterFields draft={draft} onChange={setDraft} />
          <TokenFields fields={tokenFields} onChange={setTokenFields} />
          {tokenFields.length > 0 && <TokenTermsFields fields={tokenFields} terms={terms} onChange={setTerms} />}
        </div>
        {register.isError && <DialogFault error={register.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!isReady || register.isPending || register.isSuccess}>
            {t("register")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
