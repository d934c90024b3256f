"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { useTRPC } from "#components/trpc";
import { Button } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { DialogFault } from "#components/ui/failed-state";
import { Field, inputClass } from "#components/ui/field";
import { TimeField } from "#components/ui/time/time-field";
import {
  type DisclosedValues,
  disclosedValues,
  type LegalBasis,
  legalBases,
} from "#server/vocabulary/choices/disclosure-choices";
import { FEWEST_LETTERS, isCaseNumber, isSpelledReason } from "#server/vocabulary/choices/reveal-choices";
import { type Language, languageNames, languages } from "#server/vocabulary/languages";
import { readTypedTime } from "../ui/time/read-typed-time.ts";

/** Of whom, of when, on what grounds and for whom: what another admin is to judge. */
export function DiscloseDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("files.dialog");
  const all = useTranslations("files");
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { zone, locale } = usePreferences();
  const [memberId, setMemberId] = useState("");
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [basis, setBasis] = useState<LegalBasis>("warrant");
  const [requestNumber, setRequestNumber] = useState("");
  const [authority, setAuthority] = useState("");
  const [values, setValues] = useState<DisclosedValues>("masked");
  const [language, setLanguage] = useState<Language>(locale);
  const [reason, setReason] = useState("");
  const ask = useMutation(
    trpc.files.disclose.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.files.pathFilter());
        onClose();
      },
    }),
  );
  const read = (typed: string) => (typed.trim() === "" ? null : readTypedTime(typed, { now: new Date(), zone }));
  const [first, last] = [read(from), read(to)];
  const isReady =
    memberId.trim() !== "" &&
    first !== null &&
    last !== null &&
    isCaseNumber(requestNumber.trim()) &&
    authority.trim().length >= 2 &&
    isSpelledReason(reason);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!isReady || first === null || last === null || ask.isPending) return;
    const terms = { basis, values, language, authority: authority.trim(), requestNumber: requestNumber.trim() };
    ask.mutate({ memberId: memberId.trim(), from: first, to: last, ...terms, reason: reason.trim() });
  }
  return (
    <Dialog open onClose={onClose} label={t("title")}>
      <form onSubmit={submit} className="flex max-h-[85dvh] flex-col">
        <div className="grid gap-4 overflow-y-auto p-5">
          <div>
            <h2 className="text-section font-semibold">{t("title")}</h2>
            <p className="mt-1 text-ink-soft">{t("effect")}</p>
          </div>
          <Text label={t("member")} value={memberId} onChange={setMemberId} longest={64} />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <TimeField label={t("from")} value={from} onChange={setFrom} />
            <TimeField label={t("to")} value={to} onChange={setTo} />
          </div>
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice
              label={t("basis")}
              value={basis}
              options={legalBases}
              say={(one) => all(`bases.${one}`)}
              onChange={setBasis}
            />
            <Text
              label={t("number")}
              hint={t("numberHint")}
              value={requestNumber}
              onChange={setRequestNumber}
              longest={40}
            />
          </div>
          <Text
            label={t("authority")}
            hint={t("authorityHint")}
            value={authority}
            onChange={setAuthority}
            longest={100}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Choice
              label={t("values")}
              value={values}
              options={disclosedValues}
              say={(one) => all(`values.${one}`)}
              onChange={setValues}
            />
            <Choice
              label={t("language")}
              value={language}
              options={languages}
              say={(one) => languageNames[one].name}
              onChange={setLanguage}
            />
          </div>
          <Text
            label={t("reason")}
            hint={t("reasonHint", { count: FEWEST_LETTERS })}
            value={reason}
            onChange={setReason}
            longest={500}
          />
        </div>
        {ask.isError && <DialogFault error={ask.error} />}
        <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={!isReady || ask.isPending}>
            {t("send")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

type TextProps = { label: string; hint?: string; value: string; onChange: (text: string) => void; longest: number };

function Text({ label, hint, value, onChange, longest }: TextProps) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint}>
      <input
        id={id}
        required
        maxLength={longest}
        autoComplete="off"
        value={value}
        onChange={({ target }) => onChange(target.value)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={inputClass}
      />
    </Field>
  );
}

type ChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  options: readonly Value[];
  say: (value: Value) => string;
  onChange: (value: Value) => void;
};

function Choice<Value extends string>({ label, value, options, say, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <Field id={id} label={label}>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChange(options.find((one) => one === target.value) ?? value)}
        className={inputClass}
      >
        {options.map((one) => (
          <option key={one} value={one}>
            {say(one)}
          </option>
        ))}
      </select>
    </Field>
  );
}
