import { useId } from "react";
import { LONGEST_REASON, SHORTEST_REASON } from "#server/vocabulary/choices/reason-length";
import { Field, inputClass } from "./field.tsx";

type Props = { label: string; hint: string; value: string; onChange: (reason: string) => void };

/** Asks for a reason and says, in its hint, how long it must be. */
export function ReasonField({ label, hint, value, onChange }: Props) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint}>
      <textarea
        id={id}
        rows={2}
        required
        minLength={SHORTEST_REASON}
        maxLength={LONGEST_REASON}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-describedby={`${id}-hint`}
        className={`${inputClass} h-auto! py-1.5`}
      />
    </Field>
  );
}
