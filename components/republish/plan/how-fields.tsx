"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Field, inputClass } from "#components/ui/field";
import { TimeField } from "#components/ui/time/time-field";
import { HIGHEST_RATE, sendOrders } from "#server/vocabulary/choices/send-choices";
import { readMoment } from "#server/vocabulary/moment";
import type { Zone } from "#server/vocabulary/time/time-zone";
import { readTypedTime } from "../../ui/time/read-typed-time.ts";
import { zoneName } from "../../ui/time/time-text.ts";

/** What stands in the fields of how a job runs; texts as typed. */
export type HowDraft = {
  rate: string;
  order: (typeof sendOrders)[number];
  firstLot: string;
  startAt: string;
  ticket: string;
};

/** When the job starts, ISO 8601; undefined for at once, null for what cannot be read as a time. */
export function readStartAt(typed: string, zone: Zone): string | undefined | null {
  if (typed.trim() === "") return undefined;
  const moment = readMoment(readTypedTime(typed, { now: new Date(), zone, isAhead: true }) ?? "");
  return typeof moment === "string" ? null : moment.start;
}

/** How fast, in which order, a first lot, when, and the ticket. */
export function HowFields({ draft, onChange }: { draft: HowDraft; onChange: (draft: HowDraft) => void }) {
  const t = useTranslations("newJob");
  const course = useTranslations("course");
  const { zone } = usePreferences();
  const id = useId();
  const change = (given: Partial<HowDraft>) => onChange({ ...draft, ...given });
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2 rail:grid-cols-4">
      <Field id={`${id}-rate`} label={t("rate")} hint={t("rateHint", { most: HIGHEST_RATE })}>
        <input
          id={`${id}-rate`}
          type="number"
          min={1}
          max={HIGHEST_RATE}
          required
          value={draft.rate}
          onChange={(event) => change({ rate: event.target.value })}
          className={inputClass}
        />
      </Field>
      <Field id={`${id}-order`} label={t("order")}>
        <select
          id={`${id}-order`}
          value={draft.order}
          onChange={(event) => change({ order: sendOrders.find((one) => one === event.target.value) ?? "member" })}
          className={inputClass}
        >
          {sendOrders.map((order) => (
            <option key={order} value={order}>
              {course(`orders.${order}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field id={`${id}-lot`} label={t("firstLot")} hint={t("firstLotHint")}>
        <input
          id={`${id}-lot`}
          type="number"
          min={1}
          max={100_000}
          placeholder={t("firstLotNone")}
          value={draft.firstLot}
          onChange={(event) => change({ firstLot: event.target.value })}
          className={inputClass}
        />
      </Field>
      <TimeField
        label={t("startAt")}
        hint={t("startAtHint", { zone: zoneName(zone) })}
        isAhead
        value={draft.startAt}
        onChange={(startAt) => change({ startAt })}
      />
    </div>
  );
}
