"use client";

import { useTranslations } from "use-intl";
import { FaultList } from "#components/events/filters/fault-list";
import { FilterBar } from "#components/events/filters/filter-bar";
import { ActionFinder } from "#components/members/action-finder";
import { ActivityStrip } from "#components/members/activity-strip";
import { BesideMembers, useBeside } from "#components/members/beside-members";
import { Timeline } from "#components/members/timeline";
import { DensitySwitch } from "#components/ui/density-switch";
import { Panel } from "#components/ui/panel";
import { rangeOf } from "#server/vocabulary/condition-values";
import type { Field } from "#server/vocabulary/conditions";
import type { MemberProfile } from "#server/vocabulary/views";
import { withoutPeriod, withValues } from "../events/filters/change-conditions.ts";
import { dropFaults } from "../events/filters/drop-faults.ts";
import { useConditions } from "../events/filters/use-conditions.ts";
import { TIMELINE_PARAMS } from "../events/list/event-pages.ts";

/** The member is given. */
const GIVEN: readonly Field[] = ["member"];

/** The member's whole history: activity over the years to jump by, how to narrow it, and the events. */
export function TimelinePanel({ profile: { memberId, history } }: { profile: MemberProfile }) {
  const t = useTranslations("timeline");
  const { conditions, faults, isReading, change } = useConditions(TIMELINE_PARAMS);
  const beside = useBeside(memberId);
  const isAsked = faults.length + beside.faults.length === 0 && !isReading;
  const actions = conditions.find(({ field, operator }) => field === "action" && operator === "any")?.values ?? [];
  return (
    <Panel
      title={t("title")}
      aside={
        <span className="flex items-center gap-2">
          {t("order")}
          <DensitySwitch />
        </span>
      }
    >
      <ActivityStrip
        history={history}
        onJump={(to) =>
          change([...withoutPeriod(conditions), { field: "occurred", operator: "between", values: [rangeOf("", to)] }])
        }
      />
      <div className="flex flex-wrap items-start gap-x-1.5 border-t border-line px-2 pt-1.5 pb-1.5 [&>section]:mb-0">
        <ActionFinder
          actions={history.actions}
          chosen={actions}
          onToggle={(action) =>
            change(
              withValues(
                conditions,
                "action",
                actions.includes(action) ? actions.filter((other) => other !== action) : [...actions, action],
              ),
            )
          }
        />
        <FilterBar conditions={conditions} faults={faults} onChange={change} without={GIVEN} />
        <div className="flex flex-wrap items-center gap-1.5">
          <BesideMembers ids={beside.ids} change={beside.change} />
        </div>
        {beside.faults.length > 0 && <FaultList faults={beside.faults} onDrop={() => dropFaults(beside.faults)} />}
      </div>
      {isAsked && (
        <div className="border-t border-line">
          <Timeline input={{ memberId, beside: beside.ids, conditions }} onClear={() => change([])} />
        </div>
      )}
    </Panel>
  );
}
