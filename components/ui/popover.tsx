"use client";

import { clsx } from "clsx";
import { type ReactNode, useId, useRef } from "react";

/** A panel below its button, by the browser's own popover: closes with Escape, a click elsewhere, or `close`. */
export function Popover(props: {
  label: string;
  trigger: ReactNode;
  triggerClass: string;
  side?: "start" | "end";
  children: (close: () => void) => ReactNode;
  className?: string;
}) {
  const { label, trigger, triggerClass, side = "start", children, className } = props;
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={label} title={label} className={triggerClass}>
        {trigger}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        data-side={side}
        className={clsx(
          "hanging rounded-lg border border-line bg-surface p-1 text-body text-ink shadow-xl",
          className ?? "min-w-48",
        )}
      >
        {children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}

/** One choice in a popover. */
export function PopoverChoice(props: { chosen?: boolean; onChoose: () => void; children: ReactNode }) {
  const { chosen, onChoose, children } = props;
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={clsx(
        "flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-raised pointer-coarse:py-2.5",
        chosen && "bg-accent-soft font-medium",
      )}
    >
      {children}
    </button>
  );
}
