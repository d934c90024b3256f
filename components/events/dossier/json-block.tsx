"use client";

import { useTranslations } from "use-intl";
import { CopyButton } from "#components/ui/copy-button";
import type { MemberEvent } from "#server/vocabulary/member-event";

/** The event as programs read it, folded away until somebody wants it. */
export function JsonBlock({ event }: { event: MemberEvent }) {
  const t = useTranslations("dossier");
  const json = JSON.stringify(event, null, 2);
  return (
    <details className="rounded-lg border border-line">
      <summary className="px-3 py-2 font-medium">JSON</summary>
      <div className="relative border-t border-line">
        <div className="absolute top-1 right-1">
          <CopyButton text={json} label={t("copyJson")} words quiet={false} />
        </div>
        <section
          aria-label="JSON"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="max-h-96 overflow-auto"
        >
          <pre className="p-3 font-mono text-meta">{json}</pre>
        </section>
      </div>
    </details>
  );
}
