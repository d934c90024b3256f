"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { conditionsFromParams, conditionsToParams, type ReadConditions } from "#server/vocabulary/condition-params";
import type { Condition } from "#server/vocabulary/conditions";
import { isKept, KEPT, LONGEST_QUERY } from "./kept-conditions.ts";

export type ShownConditions = ReadConditions & {
  /** A search that stands under a key is being fetched: nothing can be said of it yet. */
  isReading: boolean;
  change: (conditions: readonly Condition[]) => Promise<void>;
};

/**
 * The conditions that stand in the address, and how to change them. Too long a search is kept on the server, and its key
 * stands in the address instead.
 *
 * @param others parameters that mean something else to the page; they stay when conditions change, but for `event`.
 */
export function useConditions(others: readonly string[]): ShownConditions {
  const params = useSearchParams();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const key = params.get(KEPT);
  const kept = useQuery({ ...trpc.events.keptSearch.queryOptions({ key: key ?? "" }), enabled: key !== null });
  const inAddress = useMemo(
    () => conditionsFromParams(new URLSearchParams(params), [...others, KEPT]),
    [params, others],
  );
  const change = useCallback(
    async (conditions: readonly Condition[]) => {
      const query = conditionsToParams(conditions);
      const asked = new URLSearchParams(location.search);
      const stays = others.filter((name) => name !== "event" && asked.has(name));
      for (const name of stays) query.set(name, asked.get(name) ?? "");
      if (query.toString().length > LONGEST_QUERY) {
        const wanted = { conditions: conditions.map((condition) => ({ ...condition, values: [...condition.values] })) };
        const { key: newKey } = await client.events.keepSearch.mutate(wanted);
        cache.setQueryData(trpc.events.keptSearch.queryKey({ key: newKey }), wanted);
        for (const name of [...query.keys()]) if (!stays.includes(name)) query.delete(name);
        query.set(KEPT, newKey);
      }
      const text = query.toString();
      window.history.pushState(null, "", text === "" ? location.pathname : `?${text}`);
    },
    [others, client, cache, trpc],
  );
  const isMissing = isKept(key) && (kept.isError || kept.data?.conditions === null);
  return {
    conditions: useMemo(
      () => [...(isKept(key) ? (kept.data?.conditions ?? []) : []), ...inAddress.conditions],
      [key, kept.data, inAddress],
    ),
    faults: isMissing ? [{ key: KEPT, value: key, rule: "key", expected: "" }, ...inAddress.faults] : inAddress.faults,
    isReading: isKept(key) && kept.isPending,
    change,
  };
}
