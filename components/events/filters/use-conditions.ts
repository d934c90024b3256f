"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { conditionsFromParams, conditionsToParams, type ReadConditions } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";
import { EDITS, fitsAddress, KEPT, SAVED } from "./kept-conditions.ts";
import { useKeepQuestion } from "./use-keep-question.ts";
import { useNamedQuestion } from "./use-named-question.ts";

export type ShownConditions = ReadConditions & {
  /** A search that the address only names is being fetched: nothing can be said of it yet. */
  isReading: boolean;
  change: (conditions: readonly Condition[]) => Promise<void>;
};

/**
 * The conditions that stand in the address, and how to change them. Too long a search is kept on the server, and its key
 * stands in the address instead; a saved view stands there by its id until it is changed.
 *
 * @param others parameters that mean something else to the page; they stay when conditions change, but for `event`.
 */
export function useConditions(others: readonly string[], { opensViews = false } = {}): ShownConditions {
  const params = useSearchParams();
  const named = useNamedQuestion({ opensViews });
  const keep = useKeepQuestion();
  const inAddress = useMemo(
    () => conditionsFromParams(new URLSearchParams(params), [...others, KEPT, ...(opensViews ? [SAVED, EDITS] : [])]),
    [params, others, opensViews],
  );
  const change = useCallback(
    async (conditions: readonly Condition[]) => {
      const query = conditionsToParams(conditions);
      const asked = new URLSearchParams(location.search);
      const staying = new URLSearchParams();
      for (const name of others) if (name !== "event" && asked.has(name)) staying.set(name, asked.get(name) ?? "");
      const edited = opensViews ? (asked.get(SAVED) ?? asked.get(EDITS)) : null;
      if (edited !== null) staying.set(EDITS, edited);
      const said = fitsAddress(query.toString())
        ? query
        : new URLSearchParams({ [KEPT]: await keep({ conditions, policy: null }) });
      for (const [name, value] of staying) said.set(name, value);
      const text = said.toString();
      window.history.pushState(null, "", text === "" ? location.pathname : `?${text}`);
    },
    [others, keep, opensViews],
  );
  const { question } = named;
  return {
    conditions: useMemo(() => [...(question?.conditions ?? []), ...inAddress.conditions], [question, inAddress]),
    // Where no policy is asked, a search without its policy would find more than was meant.
    faults: [
      ...named.faults,
      ...(question !== null && question.policy !== null
        ? [{ key: KEPT, value: null, rule: "policy" as const, expected: "" }]
        : []),
      ...inAddress.faults,
    ],
    isReading: named.isReading,
    change,
  };
}
