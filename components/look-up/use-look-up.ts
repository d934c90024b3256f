"use client";

import { useState } from "react";
import { useTRPCClient } from "#components/trpc";
import type { LookUp } from "#server/vocabulary/views";
import { hitHref } from "./hit-href.ts";

/**
 * Looks a text up when told to. One hit is gone to at once, several are offered. The text may be personal, so it stays
 * in memory: it is in no URL and no cache.
 */
export function useLookUp(go: (href: string) => void) {
  const client = useTRPCClient();
  const [pending, setPending] = useState(false);
  const [results, setResults] = useState<LookUp[] | null>(null);
  const [error, setError] = useState<unknown>(null);

  async function run(text: string) {
    if (text.trim() === "" || pending) return;
    setPending(true);
    setError(null);
    try {
      const found = await client.lookUp.find.query({ text: text.trim() });
      const [only, ...others] = found.results;
      if (only !== undefined && others.length === 0) go(hitHref(only));
      else setResults(found.results);
    } catch (refused) {
      setError(refused);
    } finally {
      setPending(false);
    }
  }

  function forget() {
    setResults(null);
    setError(null);
  }

  return { run, forget, pending, results, error };
}
