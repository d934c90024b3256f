"use client";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useEffectEvent, useRef } from "react";

type Shape = "window" | "drawer" | "sheet" | "palette";

/**
 * A modal dialog of the browser itself: it traps the focus, closes with Escape or a click beside it, and gives the
 * focus back. Its content exists only while it is open.
 */
export function Dialog(props: {
  open: boolean;
  onClose: () => void;
  label: string;
  shape?: Shape;
  /** What has the focus afterwards, where it is not what had it before. */
  returnTo?: () => HTMLElement | null;
  children: ReactNode;
}) {
  const { open, onClose, label, shape = "window", returnTo, children } = props;
  const ref = useRef<HTMLDialogElement>(null);

  const elsewhere = useEffectEvent(() => returnTo?.() ?? null);

  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null || !open) return;
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal();
    // The browser would focus the first control; where another is safer or more useful, it is marked.
    dialog.querySelector<HTMLElement>("[data-first-focus]")?.focus();
    return () => {
      dialog.close();
      const other = elsewhere();
      if (other !== null) other.focus();
      else if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [open]);

  if (!open) return null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way out and comes with showModal.
    <dialog
      ref={ref}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className={clsx(
        shape,
        "overflow-hidden bg-surface p-0 text-ink shadow-2xl",
        shape === "window" || shape === "palette" ? "rounded-xl border border-line" : "border-line",
        shape === "drawer" && "sm:border-l",
        shape === "sheet" && "border-r",
      )}
    >
      {children}
    </dialog>
  );
}
