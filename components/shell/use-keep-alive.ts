"use client";

import { useEffect } from "react";
import { useTRPCClient } from "#components/trpc";

/** A session ends after some idle minutes; what a person does is told to the server this often. */
const TELL_EVERY_MS = 60_000;

const acts = ["pointerdown", "keydown", "wheel", "touchstart"] as const;

/** Keeps the session alive while the person does something here, be it reading or writing; an untouched page lets it end. */
export function useKeepAlive(): void {
  const client = useTRPCClient();
  useEffect(() => {
    // The page that was just opened was told already.
    let toldAt = performance.now();
    function onAct() {
      if (performance.now() - toldAt < TELL_EVERY_MS) return;
      toldAt = performance.now();
      // Whether the session is over, the page's own questions find out.
      client.session.me.query({}, { context: { acting: true } }).catch(() => undefined);
    }
    for (const act of acts) addEventListener(act, onAct, { passive: true, capture: true });
    return () => {
      for (const act of acts) removeEventListener(act, onAct, { capture: true });
    };
  }, [client]);
}
