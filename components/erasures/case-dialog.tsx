"use client";

import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { FEWEST_LETTERS, isCaseNumber, isSpelledReason } from "#server/vocabulary/choices/reveal-choices";

/** Why something is done, and in which case. */
export type GivenCase = { reason: string; caseNumber: string };

/** Says what an act on a member does, asks why (and in which case) where that is asked, and does it. */
export function CaseDialog(props: {
  title: string;
  effect: string;
  send: string;
  asks: "reason and case" | "reason" | "nothing";
  isDangerous?: boolean;
  error: unknown;
  isSending: boolean;
  onSend: (given: GivenCase) => void;
  onClose: () => void;
}) {
  const { title, effect, send, asks, isDangerous = false, error, isSending, onSend, onClose } = props;
  const t = useTranslations("erasure");
  const id = useId();
  const [reason, setReason] = useState("");
  const [caseNumber, setCaseNumber] = useState("");
  const isReady =
    (asks === "nothing" || isSpelledReason(reason)) && (asks !== "reason and case" || isCaseNumber(caseNumber.trim()));
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) onSend({ reason: reason.trim(), caseNumber: caseNumber.trim() });
  }
  return (
    <Dialog open onClose={onClose} label={title}>
      <form onSubmit={submit} className="flex w-[30rem] max-w-full flex-col">
        <div className="grid gap-4 p-5">
          <h2 className="text-section font-semibold wrap-anywhere">{title}</h2>
          <p className={isDangerous ? "rounded-md bg-failed-soft px-3 py-2 text-failed" : "text-ink-soft"}>{effect}</p>
          {asks !== "nothing" && (
            <Field id={`${id}-reason`} label={t("reason")} hint={t("reasonHint", { count: FEWEST_LETTERS })}>
              <textarea
                id={`${id}-reason`}
                rows={2}
                required
                maxLength={500}
                value={reason}
                onChange={({ target }) => setReason(target.value)}
                aria-describedby={`${id}-reason-hint`}
                className={`${inputClass} h-auto! py-1.5`}
              />
            </Field>
          )}
          {asks === "reason and case" && (
            <Field id={`${id}-case`} label={t("case")} hint={t("caseHint")}>
              <input
                id={`${id}-case`}
                required
                maxLength={40}
                autoComplete="off"
                value={caseNumber}
                onChange={({ target }) => setCaseNumber(target.value)}
                aria-describedby={`${id}-case-hint`}
                className={inputClass}
              />
            </Field>
          )}
        </div>
        {error !== null && <DialogFault error={error} />}
        <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
          <Button data-first-focus onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look={isDangerous ? "danger" : "primary"} disabled={isSending || !isReady}>
            {send}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
