"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { AddFilter } from "#components/events/filters/add-filter";
import { FaultList } from "#components/events/filters/fault-list";
import { Button } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import { keyOf } from "#server/vocabulary/condition-params";
import type { Condition, Field } from "#server/vocabulary/conditions";
import { withoutCondition } from "./change-conditions.ts";
import { useSayCondition } from "./use-say-condition.ts";

type Props = {
  conditions: readonly Condition[];
  faults: readonly ConditionFault[];
  onChange: (conditions: Condition[]) => void;
  /** Fields that mean nothing here, as the member on a member's own page. */
  without?: readonly Field[];
};

/** The conditions in force, each removable, how to add one, and what of the address was not understood. */
export function FilterBar({ conditions, faults, onChange, without = [] }: Props) {
  const t = useTranslations("filter");
  return (
    <section aria-label={t("label")} className="mb-3 grid grid-cols-1 gap-2">
      <div className="flex flex-wrap items-center gap-1.5">
        {/* Before the chips: its list stays in place while they come and go. */}
        <AddFilter conditions={conditions} onChange={onChange} without={without} />
        {conditions.map((condition) => (
          <ConditionChip
            key={`${keyOf(condition)} ${condition.values[0]}`}
            condition={condition}
            onRemove={() => onChange(withoutCondition(conditions, condition))}
          />
        ))}
        {conditions.length > 1 && (
          <Button look="ghost" size="small" onClick={() => onChange([])}>
            <X aria-hidden className="size-3.5" />
            {t("clear")}
          </Button>
        )}
      </div>
      {faults.length > 0 && <FaultList faults={faults} onDrop={() => onChange([...conditions])} />}
    </section>
  );
}

/** Values shown in a chip; the rest is counted. */
const SHOWN = 3;

function ConditionChip({ condition, onRemove }: { condition: Condition; onRemove: () => void }) {
  const t = useTranslations("filter");
  const { about, values } = useSayCondition()(condition);
  const first = values.slice(0, SHOWN).join(", ");
  return (
    <Chip name={about} removeLabel={t("remove", { name: about })} onRemove={onRemove}>
      <bdi title={condition.values.slice(0, 20).join("\n")}>
        {values.length > SHOWN ? t("more", { first, count: values.length - SHOWN }) : first}
      </bdi>
    </Chip>
  );
}
