"use client";

import { useEffect, useRef } from "react";
import { Button } from "#components/ui/button";

/** Goes on with a list: by itself when it comes into view, and by its button. */
export function LoadMore(props: { label: string; busyLabel: string; busy: boolean; onMore: () => void }) {
  const { label, busyLabel, busy, onMore } = props;
  const ref = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    const end = ref.current;
    if (end === null || busy) return;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) latest.current();
    });
    observer.observe(end);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <div ref={ref} className="flex justify-center p-4">
      <Button onClick={onMore} disabled={busy}>
        {busy ? busyLabel : label}
      </Button>
    </div>
  );
}
