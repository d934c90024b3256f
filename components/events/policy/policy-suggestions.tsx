"use client";

import { type KeyboardEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import type { PolicyScope } from "#server/filter-policy/policy";
import { type Completion, completePolicy } from "./policy-completion.ts";
import { usePolicyWords } from "./use-policy-words.ts";

/** What can be written at the cursor of a policy, to choose from: the keys, operators and values that the catalog knows. */
export function PolicySuggestions(props: {
  text: string;
  scope: PolicyScope;
  caret: number;
  /** Ids of receivers, beside ALL. */
  targets: readonly string[];
  onChoose: (completion: Completion) => void;
  /** Back to the text without a choice. */
  onLeave: () => void;
}) {
  const { text, scope, caret, targets, onChoose, onLeave } = props;
  const t = useTranslations("policyEditor");
  const list = useRef<HTMLUListElement>(null);
  const names = usePolicyWords();
  const completions = completePolicy(text, caret, { scope, targets, ...names });

  function move(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onLeave();
    }
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const now = buttons.findIndex((button) => button.matches(":focus"));
    buttons[now + step]?.focus();
  }
  return (
    <div className="flex min-h-7 items-center gap-2">
      <span className="shrink-0 text-meta text-ink-faint">
        {t(completions.length > 0 ? "atCursor" : "nothingAtCursor")}
      </span>
      <ul ref={list} aria-label={t("suggestions")} className="-mx-1 flex min-w-0 gap-1 overflow-x-auto p-1">
        {completions.map((completion) => (
          <li key={completion.label}>
            <button
              type="button"
              onClick={() => onChoose(completion)}
              onKeyDown={move}
              className="rounded-md border border-line bg-raised px-2 py-0.5 font-mono text-meta whitespace-nowrap hover:border-accent hover:text-accent"
            >
              {completion.label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
