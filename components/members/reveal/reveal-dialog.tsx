"use client";

import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { FormFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { NO_WHY, saidWhy, WhyFields } from "#components/ui/why-fields";
import {
  type Revealed,
  type RevealField,
  type RevealReason,
  revealReasons,
} from "#server/vocabulary/choices/reveal-choices";

/** Which value, why, in which case: the button says what will be shown, the text above it what stays of it. */
export function RevealDialog(props: {
  memberId: string;
  fields: readonly RevealField[];
  onRevealed: (field: RevealField, revealed: Revealed) => void;
  onClose: () => void;
}) {
  const { memberId, fields, onRevealed, onClose } = props;
  const t = useTranslations("reveal");
  const names = useTranslations("member.fields");
  const trpc = useTRPC();
  const id = useId();
  const [field, setField] = useState<RevealField | null>(fields.length === 1 ? (fields[0] ?? null) : null);
  const [reasonCode, setReasonCode] = useState<RevealReason | "">("");
  const [why, setWhy] = useState(NO_WHY);
  // A clear value is no cached answer: nothing keeps it but the page that shows it.
  const reveal = useMutation(trpc.members.reveal.mutationOptions({ gcTime: 0 }));
  const said = saidWhy(why, "reason and case");
  const isWhole = field !== null && reasonCode !== "" && said !== null;
  function submit(event: FormEvent) {
    event.preventDefault();
    if (field === null || reasonCode === "" || said === null) return;
    const order = { memberId, field, reasonCode, ...said };
    reveal.mutate(order, {
      onSuccess: (revealed) => {
        onRevealed(field, revealed);
        onClose();
      },
    });
  }
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <form onSubmit={submit} className="grid gap-4 p-5">
        <div>
          <h2 className="text-section font-semibold">{t("title")}</h2>
          <p className="mt-1 text-ink-soft">{t("effect")}</p>
        </div>
        <fieldset>
          <legend className="mb-1 font-medium">{t("which")}</legend>
          <div className="flex flex-wrap gap-2">
            {fields.map((one) => (
              <label
                key={one}
                className="flex cursor-pointer items-center gap-2 rounded-md border border-line px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft"
              >
                <input
                  type="radio"
                  name="field"
                  className="accent-accent"
                  checked={field === one}
                  onChange={() => setField(one)}
                />
                {names(one)}
              </label>
            ))}
          </div>
        </fieldset>
        <Field id={`${id}-code`} label={t("reasonCode")}>
          <select
            id={`${id}-code`}
            required
            value={reasonCode}
            onChange={({ target }) => setReasonCode(revealReasons.find((code) => code === target.value) ?? "")}
            className={inputClass}
          >
            <option value="">{t("choose")}</option>
            {revealReasons.map((code) => (
              <option key={code} value={code}>
                {t(`reasons.${code}`)}
              </option>
            ))}
          </select>
        </Field>
        <WhyFields
          asks="reason and case"
          words={{
            reason: t("reason"),
            reasonHint: (letters) => t("reasonHint", letters),
            case: t("case"),
            caseHint: t("caseHint"),
          }}
          why={why}
          onChange={setWhy}
        />
        {reveal.isError && <FormFault error={reveal.error} />}
        <div className="flex justify-end gap-2">
          <Button data-first-focus onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" look="primary" disabled={reveal.isPending || !isWhole}>
            {field === null ? t("button") : t("submit", { field: names(field) })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
