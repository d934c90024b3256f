import { X } from "lucide-react";
import type { ReactNode } from "react";
import { GivenText } from "#components/ui/given-text";

/** One condition that can be taken away. */
export function Chip(props: { name: string; children: ReactNode; removeLabel: string; onRemove: () => void }) {
  const { name, children, removeLabel, onRemove } = props;
  return (
    <span className="inline-flex min-h-7 max-w-full items-center rounded-md border border-line bg-raised pl-2 text-meta">
      <span className="mr-1 shrink-0 text-ink-faint">{name}</span>
      <span className="min-w-0 truncate font-medium">
        {typeof children === "string" ? <GivenText text={children} /> : children}
      </span>
      <button
        type="button"
        aria-label={removeLabel}
        title={removeLabel}
        onClick={onRemove}
        className="ml-0.5 inline-flex size-6 items-center justify-center rounded text-ink-faint hover:text-ink"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
}
