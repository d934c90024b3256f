"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import type { Threshold } from "#server/vocabulary/staff/settings";
import { DEVICES, useSayThreshold } from "./use-say-threshold.ts";

/** Asks for the new value of a threshold or retention setting, and why; says what follows before it is sent. */
export function ThresholdDialog({ threshold, onClose }: { threshold: Threshold; onClose: () => void }) {
  const t = useTranslations("settings.thresholds");
  const all = useTranslations("settings");
  const { name, value: before } = threshold;
  const [given, setGiven] = useState(String(before));
  const [reason, setReason] = useState("");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const change = useMutation(
    trpc.settings.changeThreshold.mutationOptions({
      async onSuccess() {
        await queryClient.invalidateQueries(trpc.settings.thresholds.queryFilter());
        onClose();
      },
    }),
  );
  const after = Number(given);
  const isChanged = given !== "" && Number.isInteger(after) && after !== before;
  const isReady = isChanged && reason.trim().length >= SHORTEST_REASON;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) change.mutate({ name, value: after, reason: reason.trim() });
  }
  const title = t("changeTitle", { name: t(`names.${name}`) });
  return (
    <Dialog open onClose={onClose} label={title}>
      <form onSubmit={submit} className="flex flex-col">
        <div className="grid gap-4 p-5">
          <h2 className="text-section font-semibold">{title}</h2>
          <NewValue threshold={threshold} given={given} onGive={setGiven} />
          <ReasonField
            label={all("reason")}
            hint={all("reasonHint", { count: SHORTEST_REASON })}
            value={reason}
            onChange={setReason}
          />
          {isChanged && (
            <p role="status" className="rounded-md bg-missed-soft px-3 py-2 text-missed">
              {name === DEVICES ? t("effectDevices") : t("effect", { before, after })}
            </p>
          )}
        </div>
        {change.isError && <DialogFault error={change.error} />}
        <div className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button data-first-focus onClick={onClose}>
            {all("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={change.isPending || !isReady}>
            {name === DEVICES ? t("change") : t("send", { after })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type NewValueProps = { threshold: Threshold; given: string; onGive: (value: string) => void };

function NewValue({ threshold, given, onGive }: NewValueProps) {
  const t = useTranslations("settings.thresholds");
  const say = useSayThreshold();
  const id = useId();
  const { name, lowest, highest } = threshold;
  if (name === DEVICES) {
    return (
      <Field id={id} label={t("new")}>
        <select id={id} value={given} onChange={({ target }) => onGive(target.value)} className={inputClass}>
          <option value="1">{t("devices.1")}</option>
          <option value="0">{t("devices.0")}</option>
        </select>
      </Field>
    );
  }
  return (
    <Field id={id} label={t("new")} hint={say(threshold)}>
      <input
        id={id}
        type="number"
        required
        min={lowest}
        max={highest}
        value={given}
        onChange={({ target }) => onGive(target.value)}
        aria-describedby={`${id}-hint`}
        className={inputClass}
      />
    </Field>
  );
}
