import type { ReactNode } from "react";

export const inputClass =
  "h-8 w-full rounded-md border border-line-strong/70 bg-surface px-2.5 text-body placeholder:text-ink-faint pointer-coarse:h-10 disabled:opacity-60";

/** A labelled form field with its hint. The control is given by the caller and must carry `id`. */
export function Field(props: { id: string; label: ReactNode; hint?: ReactNode; children: ReactNode }) {
  const { id, label, hint, children } = props;
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-meta text-ink-faint">
          {hint}
        </p>
      )}
    </div>
  );
}
