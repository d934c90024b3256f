"use client";

import { useId } from "react";
import { useTranslations } from "use-intl";
import { Field, inputClass } from "#components/ui/field";
import { ReasonField } from "#components/ui/reason-field";
import { SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import { showsPersonal } from "#server/vocabulary/choices/token-fields";
import type { TokenTerms } from "#server/vocabulary/service-token";

export const usualTerms: TokenTerms = { reason: "", days: 90 };

/** Whether the terms are complete; the server checks again. */
export function areTermsComplete({ reason, days }: TokenTerms): boolean {
  return reason.trim().length >= SHORTEST_REASON && Number.isInteger(days) && days >= 1 && days <= 365;
}

type Props = { fields: readonly string[]; terms: TokenTerms; onChange: (terms: TokenTerms) => void };

/** What a service token is for and how long it is valid, and whether another admin has to approve it. */
export function TokenTermsFields({ fields, terms, onChange }: Props) {
  const t = useTranslations("tokens");
  const id = useId();
  return (
    <div className="grid gap-4">
      <ReasonField
        label={t("reason")}
        hint={t("reasonHint", { count: SHORTEST_REASON })}
        value={terms.reason}
        onChange={(reason) => onChange({ ...terms, reason })}
      />
      <Field id={`${id}-days`} label={t("days")} hint={t("daysHint")}>
        <input
          id={`${id}-days`}
          type="number"
          required
          min={1}
          max={365}
          value={Number.isNaN(terms.days) ? "" : terms.days}
          onChange={({ target }) => onChange({ ...terms, days: target.valueAsNumber })}
          aria-describedby={`${id}-days-hint`}
          className={inputClass}
        />
      </Field>
      <p
        role="status"
        className={showsPersonal(fields) ? "rounded-md bg-missed-soft px-3 py-2 text-missed" : "sr-only"}
      >
        {showsPersonal(fields) && t("needsSecond")}
      </p>
    </div>
  );
}
