"use client";

import { type ChangeEvent, useId } from "react";
import { useTranslations } from "use-intl";
import { Field, inputClass } from "#components/ui/field";
import type { Condition } from "#server/vocabulary/conditions";
import type { LayerName } from "#server/vocabulary/member-event";
import { HeldAnswerField } from "./held-answer-field.tsx";
import { readIds } from "./read-ids.ts";
import { type SelectionDraft, type Source, sources } from "./selection-draft.ts";

type Props = {
  draft: SelectionDraft;
  subscribers: readonly string[];
  layer: LayerName;
  conditions: Condition[];
  onChange: (draft: SelectionDraft) => void;
};

/** What says which events beside the conditions: ids, members, a policy, or what a subscriber should have received. */
export function SelectionFields({ draft, subscribers, layer, conditions, onChange }: Props) {
  const t = useTranslations("newJob");
  const id = useId();
  const change = (given: Partial<SelectionDraft>) => onChange({ ...draft, ...given });
  return (
    <div className="grid gap-3">
      <Field id={`${id}-source`} label={t("source")}>
        <select
          id={`${id}-source`}
          value={draft.source}
          onChange={(event) => change({ source: sources.find((one) => one === event.target.value) ?? "conditions" })}
          className={`${inputClass} max-w-80`}
        >
          {sources.map((source: Source) => (
            <option key={source} value={source}>
              {t(`sources.${source}`)}
            </option>
          ))}
        </select>
      </Field>
      {draft.source === "eventIds" && (
        <IdsField label={t("eventIds")} value={draft.ids} onChange={(ids) => change({ ids })} />
      )}
      {draft.source === "members" && (
        <IdsField label={t("members")} value={draft.members} onChange={(members) => change({ members })} />
      )}
      {draft.source === "policy" && (
        <Field id={`${id}-policy`} label={t("policy")} hint={t("policyHint")}>
          <textarea
            id={`${id}-policy`}
            rows={5}
            spellCheck={false}
            value={draft.policy.text}
            onChange={(event) => change({ policy: { ...draft.policy, text: event.target.value } })}
            aria-describedby={`${id}-policy-hint`}
            className={`${inputClass} h-auto! py-1.5 font-mono text-meta`}
          />
          <label className="flex items-center gap-2 text-meta">
            <input
              type="checkbox"
              checked={draft.policy.scope === "MessageBody"}
              onChange={(event) =>
                change({
                  policy: { ...draft.policy, scope: event.target.checked ? "MessageBody" : "MessageAttributes" },
                })
              }
              className="size-4 accent-accent"
            />
            {t("policyOnBody")}
          </label>
        </Field>
      )}
      {draft.source === "subscriber" && (
        <>
          <Field id={`${id}-subscriber`} label={t("subscriber")} hint={t("subscriberHint")}>
            <select
              id={`${id}-subscriber`}
              value={draft.subscriber}
              onChange={(event) => change({ subscriber: event.target.value, heldAnswer: "" })}
              aria-describedby={`${id}-subscriber-hint`}
              className={`${inputClass} max-w-80`}
            >
              <option value="">{t("choose")}</option>
              {subscribers.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </Field>
          <IdsField label={t("has")} hint={t("hasHint")} value={draft.has} onChange={(has) => change({ has })} />
          {draft.subscriber !== "" && (
            <HeldAnswerField
              subscriber={draft.subscriber}
              layer={layer}
              conditions={conditions}
              value={draft.heldAnswer}
              onChange={(heldAnswer) => change({ heldAnswer })}
            />
          )}
        </>
      )}
    </div>
  );
}

/** Ids pasted or read from a file, with their number. */
function IdsField(props: { label: string; hint?: string; value: string; onChange: (text: string) => void }) {
  const { label, hint, value, onChange } = props;
  const t = useTranslations("newJob");
  const id = useId();
  async function readFile(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    if (file) onChange(await file.text());
  }
  return (
    <Field id={id} label={label} hint={`${hint ?? t("idsHint")} ${t("idsRead", { count: readIds(value).length })}`}>
      <textarea
        id={id}
        rows={5}
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-hint`}
        className={`${inputClass} h-auto! py-1.5 font-mono text-meta`}
      />
      <input
        type="file"
        accept=".txt,.csv,text/plain,text/csv"
        aria-label={t("idsFile", { what: label })}
        onChange={readFile}
        className="text-meta"
      />
    </Field>
  );
}
