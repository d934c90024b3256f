"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useRef, useState } from "react";
import { conditionsFromParams, type ReadConditions } from "#server/vocabulary/address/read-conditions";
import { conditionsToParams } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";
import { EDITS, fitsAddress, KEPT, SAVED } from "./kept-conditions.ts";
import { useKeepQuestion } from "./use-keep-question.ts";
import { useNamedQuestion } from "./use-named-question.ts";

/** What was asked at an address counts at once; the address follows when the server has kept what is too long for it. */
type Asked = { at: string; conditions: Condition[] };

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
  const here = withoutEvent(params);
  const [asked, setAsked] = useState<Asked | null>(null);
  if (asked !== null && asked.at !== here) setAsked(null);
  const turn = useRef(0);
  const change = useCallback(
    async (conditions: readonly Condition[]) => {
      turn.current += 1;
      const mine = turn.current;
      const now = new URLSearchParams(location.search);
      setAsked({ at: withoutEvent(now), conditions: [...conditions] });
      const query = conditionsToParams(conditions);
      const staying = new URLSearchParams();
      for (const name of others) if (name !== "event" && now.has(name)) staying.set(name, now.get(name) ?? "");
      const edited = opensViews ? (now.get(SAVED) ?? now.get(EDITS)) : null;
      if (edited !== null) staying.set(EDITS, edited);
      const said = fitsAddress(query.toString())
        ? query
        : new URLSearchParams({ [KEPT]: await keep({ conditions, policy: null }) });
      // Something else was asked while the server kept this.
      if (mine !== turn.current) return;
      for (const [name, value] of staying) said.set(name, value);
      const text = said.toString();
      window.history.pushState(null, "", text === "" ? location.pathname : `?${text}`);
    },
    [others, keep, opensViews],
  );
  const { question } = named;
  const inForce = useMemo(() => [...(question?.conditions ?? []), ...inAddress.conditions], [question, inAddress]);
  if (asked !== null) return { conditions: asked.conditions, faults: [], isReading: false, change };
  return {
    conditions: inForce,
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

/** An address's question: which event the drawer shows is no part of it. */
function withoutEvent(params: { toString(): string }): string {
  const others = new URLSearchParams(params.toString());
  others.delete("event");
  return others.toString();
}
