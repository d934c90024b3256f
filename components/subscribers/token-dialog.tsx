"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { TokenFields } from "#components/subscribers/token-fields";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";

/** A new token, and the one time it is shown. */
export function TokenDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("tokens");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [fields, setFields] = useState<string[]>(["state"]);
  const issue = useMutation(
    trpc.subscribers.issueToken.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.subscribers.show.queryFilter()),
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (fields.length > 0) issue.mutate({ id, fields });
  }
  return (
    <Dialog open onClose={onClose} label={t("issueTitle", { id })}>
      {issue.data !== undefined ? (
        <TokenOnce token={issue.data.token} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className="grid gap-4 p-5">
          <h2 className="text-section font-semibold">{t("issueTitle", { id })}</h2>
          <TokenFields fields={fields} onChange={setFields} />
          {issue.isError && <FormFault error={issue.error} />}
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button type="submit" look="primary" disabled={fields.length === 0 || issue.isPending}>
              {t("issue")}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}

/** A secret that is shown this once. */
export function TokenOnce({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useTranslations("tokens");
  return (
    <div className="grid gap-3 p-5">
      <h2 className="text-section font-semibold">{t("onceTitle")}</h2>
      <p className="text-ink-soft">{t("onceHint")}</p>
      <p className="rounded-md border border-line bg-canvas p-3 font-mono text-meta break-all">{token}</p>
      <div className="flex justify-end gap-2">
        <CopyButton text={token} label={t("copy")} words quiet={false} />
        <Button size="small" look="primary" onClick={onClose}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
