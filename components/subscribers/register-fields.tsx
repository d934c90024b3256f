"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { PolicyEditor, type WrittenPolicy } from "#components/events/policy/policy-editor";
import { Field, inputClass } from "#components/ui/field";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import type { TokenTerms } from "#server/vocabulary/service-token";
import type { NewSubscriberInput } from "#server/vocabulary/subscriber";
import { useCatalog } from "../events/words/use-catalog.ts";

/** A subscriber while it is being entered. */
export type Draft = {
  id: string;
  layer: NewSubscriberInput["layer"];
  placement: NewSubscriberInput["placement"];
  ownerDomain: string;
  ko: string;
  en: string;
  actions: string[];
  changed: string;
  /** Null: the policy is made from actions and changed attributes. */
  policy: WrittenPolicy | null;
};

export const emptyDraft: Draft = {
  id: "",
  layer: "external",
  placement: "external",
  ownerDomain: "",
  ko: "",
  en: "",
  actions: [],
  changed: "",
  policy: null,
};

/** Whether everything that must be said is said; the server checks again. */
export function isComplete({ id, ownerDomain, ko, en, policy }: Draft): boolean {
  const isPolicyValid = policy === null || parsePolicy(policy.text, policy.scope).policy !== undefined;
  return [id, ownerDomain, ko, en].every((text) => text.trim() !== "") && isPolicyValid;
}

/** The order that the entries make. */
export function toNewSubscriber(draft: Draft, tokenFields: string[], terms: TokenTerms): NewSubscriberInput {
  const { id, layer, placement, ownerDomain, ko, en, actions, changed, policy } = draft;
  const wanted = policy
    ? { policy: policy.text, policyScope: policy.scope }
    : { actions, changed: changed.split(/[\s,]+/).filter((name) => name !== "") };
  const token = tokenFields.length === 0 ? {} : { tokenFields, tokenTerms: { ...terms, reason: terms.reason.trim() } };
  return { id: id.trim(), layer, placement, ownerDomain, description: { ko, en }, ...token, ...wanted };
}

/** The entries of a new subscriber. */
export function RegisterFields({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTranslations("registerSubscriber");
  const names = useTranslations("subscribers");
  const id = useId();
  const text = (name: "id" | "ownerDomain" | "ko" | "en" | "changed", maxLength: number, hint?: string) => (
    <Field id={`${id}-${name}`} label={t(name)} {...(hint !== undefined && { hint })}>
      <input
        id={`${id}-${name}`}
        value={draft[name]}
        maxLength={maxLength}
        required={name !== "changed"}
        {...(hint !== undefined && { "aria-describedby": `${id}-${name}-hint` })}
        onChange={({ target }) => onChange({ ...draft, [name]: target.value })}
        className={inputClass}
      />
    </Field>
  );
  const select = <Name extends "layer" | "placement">(
    name: Name,
    label: string,
    choices: readonly Draft[Name][],
    say: (one: Draft[Name]) => string,
  ) => (
    <Field id={`${id}-${name}`} label={label}>
      <select
        id={`${id}-${name}`}
        value={draft[name]}
        onChange={({ target }) => {
          const chosen = choices.find((one) => one === target.value);
          if (chosen !== undefined) onChange({ ...draft, [name]: chosen });
        }}
        className={inputClass}
      >
        {choices.map((one) => (
          <option key={one} value={one}>
            {say(one)}
          </option>
        ))}
      </select>
    </Field>
  );
  return (
    <>
      {text("id", 60, t("idHint"))}
      <div className="grid gap-4 sm:grid-cols-2">
        {select("layer", names("layer"), ["internal", "external"], (one) => names(`layers.${one}`))}
        {select("placement", names("placement"), ["internal", "external", "integration"], (one) =>
          names(`placements.${one}`),
        )}
      </div>
      {text("ownerDomain", 60)}
      <div className="grid gap-4 sm:grid-cols-2">
        {text("ko", 300)}
        {text("en", 300)}
      </div>
      <WantedKind draft={draft} onChange={onChange} />
      {draft.policy === null ? (
        <>
          <ActionChoice actions={draft.actions} onChange={(actions) => onChange({ ...draft, actions })} />
          {text("changed", 1000, t("changedHint"))}
        </>
      ) : (
        <PolicyEditor
          label={names("policy")}
          value={draft.policy}
          target={draft.id}
          onChange={(policy) => onChange({ ...draft, policy })}
        />
      )}
    </>
  );
}

function WantedKind({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTranslations("registerSubscriber");
  const kinds = [
    { name: "byChoice", policy: null },
    { name: "byPolicy", policy: { text: "", scope: "MessageAttributes" } },
  ] as const;
  return (
    <fieldset>
      <legend className="pb-1 font-medium">{t("wants")}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1.5">
        {kinds.map(({ name, policy }) => (
          <label key={name} className="inline-flex items-center gap-1.5">
            <input
              type="radio"
              name="wants"
              checked={(draft.policy === null) === (policy === null)}
              onChange={() => onChange({ ...draft, policy })}
              className="size-4 accent-accent"
            />
            {t(name)}
          </label>
        ))}
      </div>
      <p className="pt-1 text-meta text-ink-faint">{t("targetHint")}</p>
    </fieldset>
  );
}

function ActionChoice({ actions, onChange }: { actions: string[]; onChange: (actions: string[]) => void }) {
  const t = useTranslations("registerSubscriber");
  const catalog = useCatalog();
  return (
    <fieldset>
      <legend className="pb-1 font-medium">{t("actions", { count: actions.length })}</legend>
      <div className="grid max-h-44 gap-1 overflow-y-auto rounded-md border border-line p-2 sm:grid-cols-2">
        {[...catalog.keys()].sort().map((name) => (
          <label key={name} className="inline-flex items-center gap-1.5">
            <input
              type="checkbox"
              checked={actions.includes(name)}
              onChange={({ target }) =>
                onChange(target.checked ? [...actions, name] : actions.filter((one) => one !== name))
              }
              className="size-4 shrink-0 accent-accent"
            />
            <span className="truncate font-mono text-meta">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
