"use client";

import { usePreferences } from "#components/preferences/preferences-provider";
import { UnfoldingText } from "#components/ui/given-text";
import { Masked } from "#components/ui/masked";
import { Time } from "#components/ui/time/time";
import type { JsonValue } from "#server/vocabulary/member-event";
import type { RecordColumn, RecordFilterField } from "#server/vocabulary/record-view";
import { valueText } from "#server/vocabulary/sentence/event-sentence";
import { useSayValue } from "../events/words/use-say-value.ts";

type Props = {
  column: RecordColumn;
  /** The view's filter by this column, whose choices have words. */
  field: RecordFilterField | undefined;
  value: JsonValue | undefined;
};

/** A text beyond this breaks anywhere, so that the columns after it stay in sight; no address of IPv6 is longer. */
const LONG = 40;

/** One value of a row: a moment in the zone, a personal value hatched, a code in words; a dash where there is none. */
export function RecordCell({ column, field, value }: Props) {
  const { locale } = usePreferences();
  const say = useSayValue();
  if (value === undefined || value === null || value === "") return <span className="text-ink-faint">–</span>;
  if (column.kind === "personal") return <Masked value={valueText(value)} />;
  if (column.kind === "time" && typeof value === "string") return <Time iso={value} exact />;
  const choice = field?.choices?.find((known) => known.value === value);
  const text = choice?.label[locale] ?? say(valueText(value));
  const shown = <UnfoldingText text={text} />;
  return text.length > LONG ? <span className="block min-w-40 max-w-80 wrap-anywhere">{shown}</span> : shown;
}
