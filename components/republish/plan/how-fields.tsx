"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Field, inputClass } from "#components/ui/field";
import { HIGHEST_RATE, sendOrders } from "#server/vocabulary/choices/send-choices";

/** What stands in the fields of how a job runs; texts as typed. */
export type HowDraft = {
  rate: string;
  order: (typeof sendOrders)[number];
  firstLot: string;
  startAt: string;
  ticket: string;
};

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
      <Field id={`${id}-start`} label={t("startAt")} hint={t("startAtHint", { zone })}>
        <input
          id={`${id}-start`}
          type="datetime-local"
          value={draft.startAt}
          onChange={(event) => change({ startAt: event.target.value })}
          className={inputClass}
        />
      </Field>
    </div>
  );
}
