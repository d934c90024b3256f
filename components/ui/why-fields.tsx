import { useId } from "react";
import { FEWEST_LETTERS, isCaseNumber, isSpelledReason } from "#server/vocabulary/choices/reveal-choices";
import { Field, inputClass } from "./field.tsx";
import { ReasonField } from "./reason-field.tsx";

/** Why something is done, and in which case: as it was typed. */
export type Why = { reason: string; caseNumber: string };

export const NO_WHY: Why = { reason: "", caseNumber: "" };

/** What is asked for. */
export type AskedWhy = "reason and case" | "reason";

/** What was typed without blanks at its ends; null as long as it says too little. */
export function saidWhy({ reason, caseNumber }: Why, asks: AskedWhy): Why | null {
  const said = { reason: reason.trim(), caseNumber: caseNumber.trim() };
  return isSpelledReason(reason) && (asks === "reason" || isCaseNumber(said.caseNumber)) ? said : null;
}

/** Names of the two fields, and what is to be said of each beside the length that is asked for. */
type Words = { reason: string; reasonHint: (letters: { count: number }) => string; case?: string; caseHint?: string };

/** Asks why, and in which case where that is asked, in words that a reviewer can judge. */
export function WhyFields(props: { asks: AskedWhy; words: Words; why: Why; onChange: (why: Why) => void }) {
  const { asks, words, why, onChange } = props;
  const id = useId();
  return (
    <>
      <ReasonField
        label={words.reason}
        hint={words.reasonHint({ count: FEWEST_LETTERS })}
        value={why.reason}
        onChange={(reason) => onChange({ ...why, reason })}
      />
      {asks === "reason and case" && (
        <Field id={id} label={words.case} hint={words.caseHint}>
          <input
            id={id}
            required
            maxLength={40}
            autoComplete="off"
            value={why.caseNumber}
            onChange={({ target }) => onChange({ ...why, caseNumber: target.value })}
            aria-describedby={`${id}-hint`}
            className={inputClass}
          />
        </Field>
      )}
    </>
  );
}
