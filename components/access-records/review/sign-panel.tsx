"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { GivenText } from "#components/ui/given-text";
import { Panel } from "#components/ui/panel";
import { ReasonField } from "#components/ui/reason-field";
import { FullTime } from "#components/ui/time/time";
import { FEWEST_LETTERS, isSpelledReason } from "#server/vocabulary/choices/reveal-choices";
import type { MonthlyReview, ReviewSignature } from "#server/vocabulary/oversight/monthly-review";

/** Who has signed the month, or the way to sign it. */
export function SignPanel({ review }: { review: MonthlyReview }) {
  const t = useTranslations("monthlyReview");
  const { report, sha256, isOver, signature } = review;
  return (
    <Panel title={t("of", { month: report.month })} aside={t("records", { count: report.records })}>
      <div className="grid gap-3 border-t border-line px-4 py-3">
        {signature !== null ? (
          <Signed signature={signature} isSame={signature.sha256 === sha256} />
        ) : isOver ? (
          <SignForm review={review} />
        ) : (
          <p className="text-ink-soft">{t("notOver")}</p>
        )}
        <p className="text-meta text-ink-faint">
          {t("digest")} <code className="font-mono break-all">{sha256}</code>
        </p>
      </div>
    </Panel>
  );
}

/** Records cannot change; where they did all the same, the signature no longer fits, and that is said loudly. */
function Signed({ signature: { by, at, note }, isSame }: { signature: ReviewSignature; isSame: boolean }) {
  const t = useTranslations("monthlyReview");
  const Icon = isSame ? ShieldCheck : ShieldAlert;
  return (
    <div className="flex items-start gap-2">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${isSame ? "text-published" : "text-failed"}`} />
      <div className="min-w-0">
        <p className="font-medium">{t("signedBy", { name: by })}</p>
        <p className="text-meta wrap-anywhere text-ink-soft">
          <FullTime iso={at} /> · <GivenText text={note} />
        </p>
        {!isSame && <p className="text-failed">{t("differs")}</p>}
      </div>
    </div>
  );
}

function SignForm({ review: { report, sha256 } }: { review: MonthlyReview }) {
  const t = useTranslations("monthlyReview");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [note, setNote] = useState("");
  const sign = useMutation(
    trpc.accessRecords.signReview.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.accessRecords.pathFilter()),
    }),
  );
  const isReady = isSpelledReason(note);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) sign.mutate({ month: report.month, sha256, note: note.trim() });
  }
  return (
    <form onSubmit={submit} className="grid max-w-prose gap-3">
      <ReasonField label={t("note")} hint={t("noteHint", { count: FEWEST_LETTERS })} value={note} onChange={setNote} />
      {sign.isError && <FormFault error={sign.error} />}
      <div>
        <Button type="submit" look="primary" disabled={sign.isPending || !isReady}>
          {t("sign", { month: report.month })}
        </Button>
      </div>
    </form>
  );
}
