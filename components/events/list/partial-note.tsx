"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";
import { Time } from "#components/ui/time/time";
import { endsOf, rangeOf } from "#server/vocabulary/condition-values";
import type { Condition } from "#server/vocabulary/conditions";
import { eventIdTime } from "#server/vocabulary/time/event-id-time";
import { withCondition } from "../filters/change-conditions.ts";

type Props = {
  /** The id down to which everything was looked at; null where that is not known. */
  readTo: string | null;
  /** What was asked, where a narrower period can be asked instead. */
  asked?: { conditions: readonly Condition[]; onChange: (conditions: Condition[]) => unknown };
};

/** Says that a list is a part of what there may be, down to when it is whole, and offers the period of which it is the whole. */
export function PartialNote({ readTo, asked }: Props) {
  const t = useTranslations("events");
  const policy = useTranslations("policySearch");
  const since = readTo === null ? null : eventIdTime(readTo);
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-missed-soft px-4 py-2 text-missed"
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <p className="min-w-0 flex-1 basis-64">
        {t("partial")} {since !== null && policy.rich("readTo", { time: () => <Time iso={since} exact /> })}
      </p>
      {since !== null && asked !== undefined && (
        <Button size="small" onClick={() => asked.onChange(narrowerFrom(since, asked.conditions))}>
          {t("onlySince")} <Time iso={since} />
        </Button>
      )}
    </div>
  );
}

function narrowerFrom(since: string, conditions: readonly Condition[]): Condition[] {
  const range = rangeOf(since, endOf(conditions));
  return withCondition(conditions, { field: "occurred", operator: "between", values: [range] });
}

/** Where the asked period ends; empty where it is open. */
function endOf(conditions: readonly Condition[]): string {
  const period = conditions.find(({ field }) => field === "occurred");
  const [first = ""] = period?.values ?? [];
  return period?.values.length === 1 ? (endsOf(first)[1] ?? "") : "";
}
