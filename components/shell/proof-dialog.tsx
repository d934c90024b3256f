"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { ProviderProof } from "#components/shell/provider-proof";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";

type Props = { onEnd: (proved: boolean) => void; onClose: () => void };

/** Asks for the password again, or has the identity provider ask. */
export function ProofDialog({ onEnd, onClose }: Props) {
  const t = useTranslations("proof");
  const { byProvider } = useMe();
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      {byProvider ? <ProviderProof onEnd={onEnd} /> : <ProofForm onEnd={onEnd} />}
    </Dialog>
  );
}

function ProofForm({ onEnd }: { onEnd: (proved: boolean) => void }) {
  const t = useTranslations("proof");
  const id = useId();
  const { login } = useMe();
  const [password, setPassword] = useState("");
  const trpc = useTRPC();
  const prove = useMutation(trpc.session.prove.mutationOptions({ onSuccess: () => onEnd(true) }));
  return (
    <form
      className="flex flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        prove.mutate({ password });
      }}
    >
      <div className="grid gap-3 px-5 pt-4 pb-4">
        <h2 className="text-section font-semibold">{t("title")}</h2>
        <p className="text-ink-soft">{t("why")}</p>
        <input type="hidden" name="username" autoComplete="username" value={login} />
        <Field id={`${id}-password`} label={t("password", { login })}>
          <input
            data-first-focus
            id={`${id}-password`}
            type="password"
            required
            maxLength={200}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            className={inputClass}
          />
        </Field>
      </div>
      {prove.isError && <DialogFault error={prove.error} />}
      <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={() => onEnd(false)}>{t("cancel")}</Button>
        <Button type="submit" look="primary" disabled={prove.isPending}>
          {t("send")}
        </Button>
      </div>
    </form>
  );
}
