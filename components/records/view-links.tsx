"use client";

import type { MouseEvent } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { PageLink } from "#components/ui/page-link";
import type { RecordView } from "#server/vocabulary/record-view";

/** All views side by side, the shown one marked. `onChoose` shows another without asking for the page again. */
export function ViewLinks(props: {
  views: RecordView[];
  /** None, while the address names one that does not exist. */
  shown: string | null;
  hrefOf: (view: string) => string;
  onChoose?: (view: string) => void;
}) {
  const { views, shown, hrefOf, onChoose } = props;
  const t = useTranslations("records");
  const { locale } = usePreferences();
  return (
    <nav aria-label={t("views")}>
      <ul className="flex flex-wrap gap-1">
        {views.map((view) => (
          <li key={view.name}>
            <PageLink
              href={hrefOf(view.name)}
              aria-current={view.name === shown ? "page" : undefined}
              onClick={(event: MouseEvent) => {
                if (onChoose === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
                event.preventDefault();
                onChoose(view.name);
              }}
              className="inline-flex min-h-7 items-center rounded-md border border-line px-2 text-meta text-ink-soft hover:bg-raised hover:text-ink aria-[current]:border-accent aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:min-h-9"
            >
              {view.label[locale]}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
