"use client";

import { clsx } from "clsx";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "#components/ui/button";

type Shape = "window" | "drawer" | "sheet" | "palette";

/**
 * A modal dialog of the browser itself: it traps the focus, closes with Escape or a click beside it, and gives the
 * focus back. Its content exists only while it is open, so that what was typed in it is thrown away only when somebody says so.
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
  const isTyped = useRef(false);
  const [asks, setAsks] = useState(false);

  const elsewhere = useEffectEvent(() => returnTo?.() ?? null);

  useEffect(() => {
    const dialog = ref.current;
    if (dialog === null || !open) return;
    const before = document.activeElement;
    isTyped.current = false;
    setAsks(false);
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

  // What is typed to find something is not kept anyway.
  const leave = () => (isTyped.current && shape !== "palette" ? setAsks(true) : onClose());
  if (!open) return null;
  return (
    <dialog
      ref={ref}
      aria-label={label}
      onInput={(event) => {
        if (event.target instanceof HTMLElement && event.target.matches(TYPED_INTO)) isTyped.current = true;
      }}
      onKeyDown={(event) => {
        // A second Escape would close the dialog without asking: the browser lets a page hold it back once.
        if (event.key !== "Escape" || event.nativeEvent.isComposing || event.defaultPrevented) return;
        if (ref.current?.querySelector(":popover-open") !== null) return;
        event.preventDefault();
        event.stopPropagation();
        if (asks) setAsks(false);
        else leave();
      }}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        leave();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) leave();
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
      {asks && <AskBeforeLeaving onStay={() => setAsks(false)} onLeave={onClose} />}
    </dialog>
  );
}

/** Fields of which a page keeps nothing when they go; choices are made again in a moment. */
const TYPED_INTO = "textarea, input:not([type=checkbox], [type=radio], [type=range], [type=search])";

function AskBeforeLeaving({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const t = useTranslations("common");
  const stay = useRef<HTMLButtonElement>(null);
  useEffect(() => stay.current?.focus(), []);
  return (
    <div
      role="alertdialog"
      aria-label={t("discard")}
      className="sticky bottom-0 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-missed-soft px-5 py-3"
    >
      <p className="mr-auto text-missed">{t("discard")}</p>
      <Button ref={stay} onClick={onStay}>
        {t("keepWriting")}
      </Button>
      <Button look="danger" onClick={onLeave}>
        {t("discardNow")}
      </Button>
    </div>
  );
}
