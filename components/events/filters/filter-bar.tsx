"use client";

import { TriangleAlert, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { AddFilter } from "#components/events/filters/add-filter";
import { useSayName } from "#components/events/words/attribute-name";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Button } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { Time } from "#components/ui/time/time";
import type { EventFilter } from "#server/vocabulary/event-filter";
import { NO_MEMBER } from "#server/vocabulary/member-event";
import { actionWords } from "../words/event-sentence.ts";
import { useCatalog } from "../words/use-catalog.ts";
import { useSayValue } from "../words/use-say-value.ts";
import { chipsOf, type FilterChip } from "./filter-chips.ts";

/** The conditions in force, each removable, and how to add one. */
export function FilterBar(props: { filter: EventFilter; faults: string[]; onChange: (filter: EventFilter) => void }) {
  const { filter, faults, onChange } = props;
  const t = useTranslations("filter");
  const chips = chipsOf(filter);
  return (
    <section aria-label={t("label")} className="mb-3 grid gap-2">
      <div className="flex flex-wrap items-center gap-1.5">
        {/* Before the chips: its list stays in place while they come and go. */}
        <AddFilter filter={filter} onChange={onChange} />
        {chips.map((chip) => (
          <ChipOf key={`${chip.kind} ${"value" in chip ? chip.value : ""}`} chip={chip} onChange={onChange} />
        ))}
        {chips.length > 1 && (
          <Button look="ghost" size="small" onClick={() => onChange({})}>
            <X aria-hidden className="size-3.5" />
            {t("clear")}
          </Button>
        )}
      </div>
      {faults.length > 0 && (
        <p role="alert" className="flex items-center gap-2 text-missed">
          <TriangleAlert aria-hidden className="size-4 shrink-0" />
          {t("faults", { fields: faults.join(", ") })}
        </p>
      )}
    </section>
  );
}

function ChipOf({ chip, onChange }: { chip: FilterChip; onChange: (filter: EventFilter) => void }) {
  const t = useTranslations("filter");
  const sayName = useSayName();
  const name =
    chip.kind === "attribute" ? `${sayName(chip.name)} ${t(`sides.${chip.side}`)}` : t(`fields.${chip.kind}`);
  return (
    <Chip name={name} removeLabel={t("remove", { name })} onRemove={() => onChange(chip.without)}>
      <ChipValue chip={chip} />
    </Chip>
  );
}

function ChipValue({ chip }: { chip: FilterChip }) {
  const t = useTranslations("filter");
  const common = useTranslations("common");
  const { locale } = usePreferences();
  const catalog = useCatalog();
  const sayName = useSayName();
  const say = useSayValue();
  if (chip.kind === "unpublished") return t("yes");
  if (chip.kind === "from" || chip.kind === "to") return <Time iso={chip.value} exact />;
  if (chip.kind === "members" && chip.value === NO_MEMBER) return <span title={chip.value}>{common("noMember")}</span>;
  if (chip.kind === "changed") return <span title={chip.value}>{sayName(chip.value)}</span>;
  if (chip.kind === "attribute") return say(chip.value);
  const action = chip.kind === "actions" ? catalog.get(chip.value) : undefined;
  return action === undefined ? chip.value : <span title={chip.value}>{actionWords(action, locale)}</span>;
}
