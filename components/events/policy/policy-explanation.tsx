"use client";

import { clsx } from "clsx";
import { Check, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import type { Explanation } from "#server/filter-policy/explain/explain-policy";

/** Why a message passes a policy or not: the verdict, then branches, keys and rules, each with what it found. */
export function PolicyExplanation({ explanation }: { explanation: Explanation }) {
  return (
    <div
      className={clsx(
        "rounded-lg border px-3 py-2.5",
        explanation.matches ? "border-published bg-published-soft" : "border-failed bg-failed-soft",
      )}
    >
      <Statement explanation={explanation} strong />
      <Reasons of={explanation} />
    </div>
  );
}

function Reasons({ of: { children } }: { of: Explanation }) {
  if (children.length === 0) return null;
  return (
    <ul className="mt-1.5 grid gap-1.5 border-l border-line-strong/40 pl-3">
      {children.map((child) => (
        <li key={`${child.at} ${child.words.en}`}>
          <Statement explanation={child} />
          <Reasons of={child} />
        </li>
      ))}
    </ul>
  );
}

function Statement({ explanation, strong = false }: { explanation: Explanation; strong?: boolean }) {
  const t = useTranslations("policyTester");
  const { locale } = usePreferences();
  const { matches, words } = explanation;
  const Icon = matches ? Check : X;
  return (
    <p className={clsx("flex items-start gap-1.5", strong && "text-section font-semibold")}>
      <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", matches ? "text-published" : "text-failed")} />
      <span className="sr-only">{matches ? t("holds") : t("fails")}</span>
      <span className="min-w-0 break-words">{words[locale]}</span>
    </p>
  );
}
