"use client";

import { CircleCheck, OctagonAlert, TriangleAlert } from "lucide-react";
import { type ReactNode, useDeferredValue, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { PolicySuggestions } from "#components/events/policy/policy-suggestions";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { inputClass } from "#components/ui/field";
import { parsePolicy } from "#server/filter-policy/parse/parse-policy";
import { type PolicyFault, snsMessage } from "#server/filter-policy/parse/policy-fault";
import { type Policy, type PolicyScope, policyScopes } from "#server/filter-policy/policy";
import type { Completion } from "./policy-completion.ts";
import { policyDoubts } from "./policy-doubts.ts";
import { placeIn } from "./policy-place.ts";
import { usePolicyWords } from "./use-policy-words.ts";

/** A filter policy as it is written: its text and what it is asked of. */
export type WrittenPolicy = { text: string; scope: PolicyScope };

/** A filter policy under the pen: completed at the cursor, validated as SNS would at each key, with the place of the fault. */
export function PolicyEditor(props: {
  label: string;
  value: WrittenPolicy;
  onChange: (value: WrittenPolicy) => void;
  rows?: number;
  /** The id of the subscriber whose policy it is. */
  target?: string;
}) {
  const { label, value, onChange, rows = 7, target = "" } = props;
  const t = useTranslations("policyEditor");
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(value.text.length);
  const deferred = useDeferredValue(value);
  const reading = useMemo(() => parsePolicy(deferred.text, deferred.scope), [deferred]);
  const isBlank = value.text.trim() === "";

  function goTo(at: number) {
    area.current?.focus();
    area.current?.setSelectionRange(at, Math.min(at + 1, value.text.length));
  }
  function complete({ insert, from, to, caret: after }: Completion) {
    const field = area.current;
    if (field === null) return;
    field.focus();
    field.setSelectionRange(from, to);
    // The only way to write that the browser can undo.
    document.execCommand("insertText", false, insert);
    field.setSelectionRange(after, after);
    setCaret(after);
  }
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        <ScopeSwitch scope={value.scope} onChange={(scope) => onChange({ ...value, scope })} />
      </div>
      <textarea
        ref={area}
        id={id}
        rows={rows}
        value={value.text}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        aria-invalid={!isBlank && reading.fault !== undefined}
        aria-describedby={`${id}-said`}
        onChange={(event) => {
          setCaret(event.target.selectionEnd);
          onChange({ ...value, text: event.target.value });
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionEnd)}
        onKeyDown={(event) => {
          if (!event.altKey || event.key !== "ArrowDown") return;
          event.preventDefault();
          document.getElementById(`${id}-suggestions`)?.querySelector("button")?.focus();
        }}
        className={`${inputClass} h-auto! resize-y py-2 font-mono text-meta leading-relaxed aria-invalid:border-failed`}
      />
      <div id={`${id}-suggestions`}>
        <PolicySuggestions
          text={value.text}
          scope={value.scope}
          caret={Math.min(caret, value.text.length)}
          targets={target === "" ? [] : [target]}
          onChoose={complete}
          onLeave={() => area.current?.focus()}
        />
      </div>
      <div id={`${id}-said`} aria-live="polite">
        {isBlank && <p className="text-meta text-ink-faint">{t("blank")}</p>}
        {!isBlank && reading.fault && <Fault fault={reading.fault} text={deferred.text} onGoTo={goTo} />}
        {!isBlank && reading.policy && <Valid policy={reading.policy} />}
      </div>
    </div>
  );
}

function ScopeSwitch({ scope, onChange }: { scope: PolicyScope; onChange: (scope: PolicyScope) => void }) {
  const t = useTranslations("policyEditor");
  const name = useId();
  return (
    <fieldset className="flex items-center gap-3">
      <legend className="sr-only">{t("scope")}</legend>
      {policyScopes.map((one) => (
        <label key={one} className="inline-flex items-center gap-1.5">
          <input
            type="radio"
            name={name}
            checked={scope === one}
            onChange={() => onChange(one)}
            className="size-4 accent-accent"
          />
          {t(`scopes.${one}`)}
        </label>
      ))}
    </fieldset>
  );
}

function Fault(props: { fault: PolicyFault; text: string; onGoTo: (at: number) => void }) {
  const { fault, text, onGoTo } = props;
  const t = useTranslations("policyEditor");
  const { locale } = usePreferences();
  const { line, column, excerpt, before } = placeIn(text, fault.at);
  return (
    <div className="grid gap-1.5 rounded-md bg-failed-soft px-3 py-2">
      <p className="flex items-start gap-2 text-failed">
        <OctagonAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 break-words" lang="en">
          {snsMessage(fault, "SetSubscriptionAttributes")}
        </span>
      </p>
      <p>{fault.hint[locale]}</p>
      <div className="flex flex-wrap items-end justify-between gap-2">
        <pre aria-hidden className="overflow-hidden font-mono text-meta text-ink-soft">
          {`${excerpt}\n${before.replaceAll(/[^\t]/g, " ")}^`}
        </pre>
        <Button size="small" onClick={() => onGoTo(fault.at)}>
          {t("goTo", { line, column })}
        </Button>
      </div>
    </div>
  );
}

/** What SNS takes and what may not do what was meant. */
function Doubt({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-meta text-missed">
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 wrap-anywhere">{children}</span>
    </p>
  );
}

function Valid({ policy }: { policy: Policy }) {
  const t = useTranslations("policyEditor");
  const { locale } = usePreferences();
  const words = usePolicyWords();
  const doubts = useMemo(() => policyDoubts(policy, { scope: policy.scope, ...words }), [policy, words]);
  return (
    <div className="grid gap-1">
      <p className="flex items-center gap-1.5 text-meta text-published">
        <CircleCheck aria-hidden className="size-3.5 shrink-0" />
        {policy.branches.length === 0 ? t("everything") : t("valid", { count: policy.combinations })}
      </p>
      {policy.warnings.map(({ words, at }) => (
        <Doubt key={`${at} ${words.en}`}>{words[locale]}</Doubt>
      ))}
      {doubts.map(({ about, name }) => (
        <Doubt key={`${about} ${name}`}>{t(`doubts.${about === "key" ? policy.scope : about}`, { name })}</Doubt>
      ))}
    </div>
  );
}
