"use client";

import { useTranslations } from "use-intl";
import { Panel } from "#components/ui/panel";
import type { MappingPreview as Preview } from "#server/vocabulary/import-mapping";

/** What the mapping makes of the file's beginning: how many rows become events, three of them, and what is wrong with the rest. */
export function MappingPreview({ preview, isOld }: { preview: Preview; isOld: boolean }) {
  const t = useTranslations("importPage");
  const { read, mapped, skipped, refusedFor, shown, untaken, noChanges, orderFault } = preview;
  const refused = refusedFor.reduce((sum, { count }) => sum + count, 0);
  return (
    <Panel title={t("preview")} aside={isOld ? t("looking") : t("nothingStored")} className={isOld ? "opacity-60" : ""}>
      <p className="px-4 pb-3">{t("counts", { read, mapped, skipped, refused })}</p>
      {(refusedFor.length > 0 || orderFault !== null) && (
        <ul className="border-t border-line px-4 py-3 text-failed">
          {orderFault !== null && <li>{orderFault}</li>}
          {refusedFor.map(({ reason, count, firstLine }) => (
            <li key={reason} className="break-words">
              {t("refused", { count, line: firstLine })} {reason}
            </li>
          ))}
        </ul>
      )}
      {shown.map(({ line, ...event }) => (
        <div key={line} className="border-t border-line px-4 py-3">
          <h3 className="text-meta text-ink-faint">{t("becomesEvent", { line })}</h3>
          <pre className="mt-1 overflow-x-auto font-mono text-meta">{JSON.stringify(event, null, 2)}</pre>
        </div>
      ))}
      {(untaken.length > 0 || Object.keys(noChanges).length > 0) && (
        <ul className="border-t border-line px-4 py-3 text-meta text-ink-soft">
          {untaken.length > 0 && <li className="break-words">{t("untaken", { names: untaken.join(", ") })}</li>}
          {Object.entries(noChanges).map(([name, count]) => (
            <li key={name}>{t("noChange", { name, count })}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
