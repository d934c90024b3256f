"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

/**
 * Goes to a page and puts the focus on its heading when it is there: who came by the keyboard goes on from the page's
 * beginning, and a screen reader says where that is. Where the focus was before belongs to the page that was left.
 */
export function useGoTo(): (href: string) => void {
  const router = useRouter();
  const [isGoing, startGoing] = useTransition();
  const hasGone = useRef(false);
  useEffect(() => {
    if (isGoing || !hasGone.current) return;
    hasGone.current = false;
    return focusHeading();
  }, [isGoing]);
  return (href) => {
    hasGone.current = true;
    startGoing(() => router.push(href));
  };
}

/**
 * Puts the focus on the heading of the page, and until it is there on the content.
 *
 * @returns gives up the waiting.
 */
function focusHeading(): (() => void) | undefined {
  const content = document.getElementById("content");
  // A page that is there to be asked has the focus in its field already, and somebody may be typing there.
  if (content === null || isInField(content)) return;
  content.focus({ preventScroll: true });
  if (moveToHeading(content)) return;
  const observer = new MutationObserver(() => {
    // Whoever went on meanwhile is not called back.
    if (document.activeElement !== content || moveToHeading(content)) observer.disconnect();
  });
  observer.observe(content, { childList: true, subtree: true });
  return () => observer.disconnect();
}

function isInField(content: HTMLElement): boolean {
  return document.activeElement instanceof HTMLInputElement && content.contains(document.activeElement);
}

function moveToHeading(content: HTMLElement): boolean {
  const heading = content.querySelector("h1");
  if (heading === null) return false;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  return true;
}
