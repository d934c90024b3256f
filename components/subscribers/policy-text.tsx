"use client";

import { useTranslations } from "use-intl";
import { CopyButton } from "#components/ui/copy-button";
import type { PolicyScope } from "#server/filter-policy/policy";
import { indentJson } from "../ui/indent-json.ts";

/** A policy to read and to copy. */
export function PolicyText({ text, scope, label }: { text: string; scope: PolicyScope; label: string }) {
  const t = useTranslations("subscribers");
  const pretty = prettyPolicy(text);
  return (
    <div className="relative rounded-md border border-line bg-canvas">
      <div className="absolute top-1 right-1">
        <CopyButton text={pretty} label={t("copyPolicy")} />
      </div>
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-72 overflow-auto"
      >
        <pre className="p-3 pr-10 font-mono text-meta wrap-anywhere whitespace-pre-wrap">{pretty}</pre>
      </section>
      <p className="border-t border-line px-3 py-1 text-meta text-ink-faint">{t(`scopes.${scope}`)}</p>
    </div>
  );
}

/** Short lists stay on their line. */
function prettyPolicy(text: string): string {
  return indentJson(text).replaceAll(/\[\n\s+([^[\]{}]{0,200}?)\n\s+\]/g, (_, inner: string) => {
    return `[${inner.replaceAll(/,\n\s+/g, ", ")}]`;
  });
}
