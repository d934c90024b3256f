"use client";

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { AddRecordFilter } from "#components/records/add-record-filter";
import { Button } from "#components/ui/button";
import { Chip } from "#components/ui/chip";
import { rangeOf } from "#server/vocabulary/condition-values";
import type { RecordView } from "#server/vocabulary/record-view";
import { sayPeriod } from "../events/filters/period.ts";
import { type RecordChip, recordChipsOf } from "./record-chips.ts";
import type { RecordParams } from "./record-params.ts";

type Props = {
  view: RecordView;
  asked: RecordParams;
  onChange: (asked: RecordParams) => void;
  /** On a member's own page the member is given and cannot be taken away. */
  ofOneMember: boolean;
};

/** The conditions in force, each removable, and how to add one. */
export function RecordFilterBar({ view, asked, onChange, ofOneMember }: Props) {
  const t = useTranslations("filter");
  const chips = recordChipsOf(asked).filter(({ kind }) => !(ofOneMember && kind === "member"));
  const none = { order: asked.order, filters: {}, ...(ofOneMember && { memberId: asked.memberId }) };
  return (
    <section aria-label={t("label")} className="flex flex-wrap items-center gap-1.5">
      <AddRecordFilter view={view} asked={asked} onChange={onChange} ofOneMember={ofOneMember} />
      {chips.map((chip) => (
        <ChipOf key={`${chip.kind} ${chip.name}`} chip={chip} view={view} onChange={onChange} />
      ))}
      {chips.length > 1 && (
        <Button look="ghost" size="small" onClick={() => onChange(none)}>
          <X aria-hidden className="size-3.5" />
          {t("clear")}
        </Button>
      )}
    </section>
  );
}

function ChipOf({ chip, view, onChange }: { chip: RecordChip; view: RecordView; onChange: Props["onChange"] }) {
  const t = useTranslations("filter");
  const { locale, zone } = usePreferences();
  const field = view.filters.find(({ name }) => name === chip.name);
  const choice = field?.choices?.find(({ value }) => value === chip.value);
  const name =
    chip.kind === "member"
      ? t("fields.member")
      : chip.kind === "own"
        ? (field?.label[locale] ?? chip.name)
        : chip.kind === "from"
          ? t("from")
          : t("until");
  return (
    <Chip name={name} removeLabel={t("remove", { name })} onRemove={() => onChange(chip.without)}>
      {chip.kind === "from" || chip.kind === "to"
        ? sayPeriod(rangeOf(chip.value, ""), zone).from
        : (choice?.label[locale] ?? chip.value)}
    </Chip>
  );
}
