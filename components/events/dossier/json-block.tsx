"use client";

import { useTranslations } from "use-intl";
import { CopyButton } from "#components/ui/copy-button";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { beginningOf, visibleJson } from "#server/vocabulary/visible-text";

/** As for values beside it. */
const FOLDED_BEYOND = 300;

/** A text inside JSON, with its quotes. */
const TEXT = /("(?:[^"\\]|\\.)*")/;

/** The event as programs read it, folded away until somebody wants it. */
export function JsonBlock({ event }: { event: MemberEvent }) {
  const t = useTranslations("dossier");
  const json = visibleJson(JSON.stringify(event, null, 2));
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
          <pre className="p-3 font-mono text-meta">
            <JsonText json={json} />
          </pre>
        </section>
      </div>
    </details>
  );
}

/** JSON whose texts keep to themselves; a very long one is shown by its beginning, and copied whole. */
function JsonText({ json }: { json: string }) {
  const t = useTranslations("dossier");
  return json.split(TEXT).map((piece, index) => {
    const key = `${index}`;
    if (index % 2 === 0) return piece;
    if (piece.length <= FOLDED_BEYOND) return <bdi key={key}>{piece}</bdi>;
    return (
      <bdi key={key}>
        {beginningOf(piece, FOLDED_BEYOND)}
        <span className="text-ink-faint">{t("jsonCut", { count: piece.length })}</span>
      </bdi>
    );
  });
}
