"use client";

import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { type AskedWhy, NO_WHY, saidWhy, type Why, WhyFields } from "#components/ui/why-fields";

/** Says what an act on a member does, asks why (and in which case) where that is asked, and does it. */
export function CaseDialog(props: {
  title: string;
  effect: string;
  send: string;
  asks: AskedWhy | "nothing";
  isDangerous?: boolean;
  error: unknown;
  isSending: boolean;
  onSend: (given: Why) => void;
  onClose: () => void;
}) {
  const { title, effect, send, asks, isDangerous = false, error, isSending, onSend, onClose } = props;
  const t = useTranslations("erasure");
  const [why, setWhy] = useState(NO_WHY);
  const said = asks === "nothing" ? NO_WHY : saidWhy(why, asks);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (said !== null) onSend(said);
  }
  return (
    <Dialog open onClose={onClose} label={title}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="grid gap-4 p-5">
          <h2 className="text-section font-semibold wrap-anywhere">{title}</h2>
          <p className={isDangerous ? "rounded-md bg-failed-soft px-3 py-2 text-failed" : "text-ink-soft"}>{effect}</p>
          {asks !== "nothing" && (
            <WhyFields
              asks={asks}
              words={{
                reason: t("reason"),
                reasonHint: (letters) => t("reasonHint", letters),
                case: t("case"),
                caseHint: t("caseHint"),
              }}
              why={why}
              onChange={setWhy}
            />
          )}
        </div>
        {error !== null && <DialogFault error={error} />}
        <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
          <Button data-first-focus onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look={isDangerous ? "danger" : "primary"} disabled={isSending || said === null}>
            {send}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
