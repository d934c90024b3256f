"use client";

import { useEffect, useRef } from "react";

/** The second key of a pair such as "g e" comes within this time. */
const PAIR_MS = 1500;

/**
 * Keys that act anywhere on the page, single ones or pairs as "g e", except while somebody types, holds a modifier, or a dialog
 * of another is open.
 */
export function useShortcuts(actions: Record<string, () => void>, { inDialogs = false } = {}) {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const first = useRef({ key: "", at: 0 });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target)) return;
      if (!inDialogs && document.querySelector("dialog[open]") !== null) return;
      const key = latinKey(event);
      const { key: before, at } = first.current;
      const pair = event.timeStamp - at < PAIR_MS ? latest.current[`${before} ${key}`] : undefined;
      first.current = { key, at: event.timeStamp };
      const act = pair ?? latest.current[key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [inDialogs]);
}

/** The key's Latin letter where the keyboard writes Korean: a shortcut is a place on the keyboard, not ㅓ or ㅏ. */
function latinKey({ key, code }: KeyboardEvent): string {
  return /^[ㄱ-ㅣ]$/.test(key) && code.startsWith("Key") ? code.slice("Key".length).toLowerCase() : key;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
}
