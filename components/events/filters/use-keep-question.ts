"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { useTRPC, useTRPCClient } from "#components/trpc";
import type { Condition } from "#server/vocabulary/conditions";
import type { AskedPolicy } from "#server/vocabulary/explore/saved-view";

/** Keeps on the server what is too long for an address; gives the key that stands there instead. */
export function useKeepQuestion() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  return useCallback(
    async (question: { conditions: readonly Condition[]; policy: AskedPolicy | null }): Promise<string> => {
      const { policy } = question;
      const conditions = question.conditions.map((one) => ({ ...one, values: [...one.values] }));
      const { key } = await client.events.keepSearch.mutate({ conditions, policy });
      cache.setQueryData(trpc.events.keptSearch.queryKey({ key }), { conditions, policy });
      return key;
    },
    [trpc, client, cache],
  );
}
