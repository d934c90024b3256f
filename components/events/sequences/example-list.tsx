"use client";

import { ArrowRight } from "lucide-react";
import { useTranslations } from "use-intl";
import { rangeOf } from "#server/vocabulary/condition-values";
import type { Sequence } from "#server/vocabulary/sequence/sequence";
import { periodStarts } from "../filters/period.ts";
import { useCatalog } from "../words/use-catalog.ts";
import { exampleNames, exampleOf } from "./sequence-examples.ts";

/** Questions that are ready, as far as the catalog knows their actions. */
export function ExampleList({ onAsk }: { onAsk: (sequence: Sequence) => void }) {
  const t = useTranslations("sequences");
  const catalog = useCatalog();
  const period = () => rangeOf(periodStarts("month", new Date()).toISOString(), "");
  const known = exampleNames.filter((name) => exampleOf(name, "").actions.every((action) => catalog.has(action)));
  if (known.length === 0) return null;
  return (
    <section aria-label={t("examples")} className="mb-4">
      <h2 className="mb-2 text-section font-semibold">{t("examples")}</h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {known.map((name) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => onAsk(exampleOf(name, period()).sequence)}
              className="flex h-full w-full items-start gap-3 rounded-lg border border-line bg-surface p-3 text-left hover:bg-raised"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{t(`example.${name}.title`)}</span>
                <span className="block text-ink-soft">{t(`example.${name}.hint`)}</span>
              </span>
              <ArrowRight aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
