"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { LetterActKind, LetterSelection } from "#server/vocabulary/dead-letter";

const USUAL_RATE = 50;
const FASTEST_RATE = 500;

/** Says how many letters go where, asks why, and orders it. One opening is one order, however often the button is pressed. */
export function ResolveForm(props: {
  act: LetterActKind;
  queue: string;
  selection: LetterSelection;
  count: number;
  onClose: () => void;
  onOrdered: () => void;
}) {
  const { act, queue, selection, count, onClose, onOrdered } = props;
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const rateId = useId();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState("");
  const [rate, setRate] = useState(USUAL_RATE);
  const says = reason.trim().length >= SHORTEST_REASON;
  const order = useMutation(
    trpc.deadLetters.order.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.deadLetters.acts.queryFilter());
        onOrdered();
      },
    }),
  );
  function submit(event: FormEvent) {
    event.preventDefault();
    if (says) order.mutate({ idempotencyKey, queue, act, selection, rate, reason: reason.trim() });
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-5">
      <div>
        <h2 className="text-section font-semibold">{t(`${act}Title`)}</h2>
        <p className="mt-1 text-ink-soft">{t(`${act}Effect`, { count, queue })}</p>
      </div>
      {selection.kind !== "some" && (
        <Field id={rateId} label={t("rate")} hint={t("rateHint")}>
          <input
            id={rateId}
            type="number"
            min={1}
            max={FASTEST_RATE}
            required
            value={rate}
            onChange={(event) => setRate(event.target.valueAsNumber)}
            aria-describedby={`${rateId}-hint`}
            className={`${inputClass} max-w-32`}
          />
        </Field>
      )}
      <ReasonField
        label={t("reason")}
        hint={t(`${act}ReasonHint`, { count: SHORTEST_REASON })}
        value={reason}
        onChange={setReason}
      />
      {order.isError && <FormFault error={order.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {t("cancel")}
        </Button>
        <Button
          type="submit"
          look={act === "discard" ? "danger" : "primary"}
          disabled={order.isPending || !says || Number.isNaN(rate)}
        >
          {t(act, { count, queue })}
        </Button>
      </div>
    </form>
  );
}
