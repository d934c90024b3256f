"use client";

import { useEffect, useState, useSyncExternalStore } from "react";

/** After a stream broke, it is tried again so much later; meanwhile the page asks again and again. */
const AGAIN_MS = 15_000;

function onVisibility(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}

/**
 * How something is followed: by a stream while the tab is seen and `wanted`, or else, when `isLive` is false, by asking again and
 * again. Give `stream` to the subscription's options; a browser has few connections to one server, so unseen tabs hold none.
 */
export function useLive(wanted: boolean): {
  isLive: boolean;
  stream: { enabled: boolean; onStarted: () => void; onError: () => void };
} {
  const isSeen = useSyncExternalStore(
    onVisibility,
    () => document.visibilityState === "visible",
    () => false,
  );
  const [state, setState] = useState<"connecting" | "live" | "broken">("connecting");
  useEffect(() => {
    if (state !== "broken") return;
    const again = setTimeout(() => setState("connecting"), AGAIN_MS);
    return () => clearTimeout(again);
  }, [state]);
  const enabled = wanted && isSeen && state !== "broken";
  return {
    isLive: enabled && state === "live",
    stream: { enabled, onStarted: () => setState("live"), onError: () => setState("broken") },
  };
}
