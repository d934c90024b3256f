"use client";

import { useTranslations } from "use-intl";
import { GivenText } from "#components/ui/given-text";
import { DayOf } from "#components/ui/time/time";
import type { HistoryBeginning } from "#server/vocabulary/member/timeline";

/** What stands before the first event: that nothing does, where it was imported from, or what was never recorded. */
export function HistoryEnd({ beginning, filtered }: { beginning: HistoryBeginning | null; filtered: boolean }) {
  const t = useTranslations("historyEnd");
  if (beginning === null) return t(filtered ? "filtered" : "end");
  switch (beginning.kind) {
    case "joined":
    case "first":
      return t(beginning.kind);
    case "imported":
      return beginning.source === null
        ? t("imported")
        : t.rich("importedFrom", { source: () => <GivenText text={beginning.source ?? ""} /> });
    case "unrecorded":
      return t.rich("unrecorded", { day: () => <DayOf iso={beginning.joinedAt} /> });
  }
}
