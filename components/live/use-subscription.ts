"use client";

import { hashKey } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

type Listener<Data, Fault> = {
  onStarted?: () => void;
  onData?: (data: Data) => void;
  onError?: (fault: Fault) => void;
};

/** What the options of a subscription are. */
type Followed<Data, Fault> = Listener<Data, Fault> & {
  enabled: boolean;
  queryKey: readonly unknown[];
  subscribe: (listener: Listener<Data, Fault>) => { unsubscribe: () => void };
};

/** Follows a subscription while it is enabled and asks the same; its listeners are those of the newest rendering. */
export function useSubscription<Data, Fault>(followed: Followed<Data, Fault>): void {
  const newest = useRef(followed);
  newest.current = followed;
  const { enabled } = followed;
  const asked = hashKey(followed.queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked begins it anew.
  useEffect(() => {
    if (!enabled) return;
    const { unsubscribe } = newest.current.subscribe({
      onStarted: () => newest.current.onStarted?.(),
      onData: (data) => newest.current.onData?.(data),
      onError: (fault) => newest.current.onError?.(fault),
    });
    return unsubscribe;
  }, [enabled, asked]);
}
