"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { TokenFields } from "#components/subscribers/token-fields";
import { areTermsComplete, TokenTermsFields, usualTerms } from "#components/subscribers/token-terms";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { showsPersonal } from "#server/vocabulary/choices/token-fields";

/** A new service token, for one of these subscribers, and the one time it is shown. */
export function TokenDialog({ subscribers, onClose }: { subscribers: readonly string[]; onClose: () => void }) {
  const t = useTranslations("tokens");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const inputId = useId();
  const [id, setId] = useState(subscribers[0] ?? "");
  const [fields, setFields] = useState<string[]>(["state"]);
  const [terms, setTerms] = useState(usualTerms);
  const issue = useMutation(
    trpc.subscribers.issueToken.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.subscribers.pathFilter()),
    }),
  );
  const isReady = id !== "" && fields.length > 0 && areTermsComplete(terms);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) issue.mutate({ id, fields, days: terms.days, reason: terms.reason.trim() });
  }
  const title = t("issueTitle", { id });
  if (issue.data !== undefined) {
    return (
      <Dialog open onClose={onClose} label={title}>
        <TokenOnce token={issue.data.token} waits={issue.data.needsSecond} onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} label={title}>
      <form onSubmit={submit} className="flex max-h-[85dvh] flex-col">
        <div className="grid gap-4 overflow-y-auto p-5">
          <h2 className="text-section font-semibold">{title}</h2>
          {subscribers.length > 1 && (
            <Field id={inputId} label={t("subscriber")}>
              <select id={inputId} value={id} onChange={({ target }) => setId(target.value)} className={inputClass}>
                {subscribers.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </Field>
          )}
          <TokenFields fields={fields} onChange={setFields} />
          <TokenTermsFields fields={fields} terms={terms} onChange={setTerms} />
        </div>
        {issue.isError && <DialogFault error={issue.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!isReady || issue.isPending}>
            {showsPersonal(fields) ? t("ask") : t("issue")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A secret that is shown this once. `waits`: it opens nothing before another admin approves it. */
export function TokenOnce({ token, waits = false, onClose }: { token: string; waits?: boolean; onClose: () => void }) {
  const t = useTranslations("tokens");
  return (
    <div className="grid gap-3 p-5">
      <h2 className="text-section font-semibold">{t("onceTitle")}</h2>
      <p className="text-ink-soft">{t("onceHint")}</p>
      {waits && <p className="rounded-md bg-missed-soft px-3 py-2 text-missed">{t("onceWaits")}</p>}
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
