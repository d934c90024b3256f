"use client";

import { type RefObject, useEffect, useState } from "react";

/** The bar at the top lies over the page. */
const TOP_BAR = 48;

/** Whether somebody reads a list just now: the mouse or the focus is in it, or its top was scrolled away. Rows must not move then. */
export function useReading(list: RefObject<HTMLElement | null>): boolean {
  const [isReading, setReading] = useState(false);
  useEffect(() => {
    let isOver = false;
    const look = () => {
      const { current } = list;
      const isScrolled = current !== null && current.getBoundingClientRect().top < TOP_BAR;
      const isFocused = current?.contains(document.activeElement) === true;
      setReading(current !== null && (isOver || isFocused || isScrolled));
    };
    const onPointer = ({ target, pointerType }: PointerEvent) => {
      isOver = pointerType === "mouse" && target instanceof Node && list.current?.contains(target) === true;
      look();
    };
    const onGone = () => {
      isOver = false;
      look();
    };
    look();
    // As the list may be drawn later, or anew, the page is listened to.
    document.addEventListener("pointerover", onPointer);
    document.documentElement.addEventListener("pointerleave", onGone);
    document.addEventListener("focusin", look);
    document.addEventListener("focusout", look);
    window.addEventListener("scroll", look, { passive: true });
    return () => {
      document.removeEventListener("pointerover", onPointer);
      document.documentElement.removeEventListener("pointerleave", onGone);
      document.removeEventListener("focusin", look);
      document.removeEventListener("focusout", look);
      window.removeEventListener("scroll", look);
    };
  }, [list]);
  return isReading;
}
