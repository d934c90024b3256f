"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { useTRPCClient } from "#components/trpc";
import { EDITS, KEPT, SAVED } from "../filters/kept-conditions.ts";
import { useKeepQuestion } from "../filters/use-keep-question.ts";
import { useNamedQuestion } from "../filters/use-named-question.ts";
import { firstPage, nextCursorOf } from "../list/event-pages.ts";
import {
  type PolicyQuestion,
  policyRequest,
  policySearchKey,
  questionFromParams,
  questionOfNamed,
  questionToQuery,
} from "./policy-params.ts";

/**
 * The question that stands in the address, written out or by the name of a view or the key of a search that was too long, and
 * how to ask another one.
 */
export function usePolicyQuestion(initial: PolicyQuestion) {
  const params = useSearchParams();
  const named = useNamedQuestion({ opensViews: true });
  const keep = useKeepQuestion();
  const inAddress = useMemo(() => questionFromParams(new URLSearchParams(params)), [params]);
  const { question: asked, faults } = named;
  const question = useMemo(() => {
    if (inAddress === null) return (asked && questionOfNamed(asked)) ?? { ...initial, faults };
    // Conditions too long for an address, before there was a policy to keep with them.
    const conditions = [...(asked?.conditions ?? []), ...inAddress.conditions];
    return { ...inAddress, conditions, faults: [...faults, ...inAddress.faults] };
  }, [inAddress, asked, faults, initial]);
  const ask = useCallback(
    async (next: PolicyQuestion) => {
      const here = new URLSearchParams(location.search);
      const edited = here.get(SAVED) ?? here.get(EDITS);
      const query = new URLSearchParams(questionToQuery(next) ?? (await keptQuery(next, keep)));
      if (edited !== null) query.set(EDITS, edited);
      window.history.pushState(null, "", `?${query}`);
    },
    [keep],
  );
  return { question, isReading: named.isReading, ask };
}

type Keep = ReturnType<typeof useKeepQuestion>;

/** A question too long for an address, by the key under which it is kept. */
async function keptQuery({ policy: text, scope, layer, conditions }: PolicyQuestion, keep: Keep) {
  if (text.trim() === "") return { policy: "", [KEPT]: await keep({ conditions, policy: null }) };
  return { [KEPT]: await keep({ conditions, policy: { text, scope, layer } }) };
}

/** The events whose message a policy lets through, newest first, page by page. */
export function usePolicySearch(question: PolicyQuestion) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: policySearchKey(question),
    queryFn: ({ pageParam, signal }) =>
      client.events.searchByPolicy.query(
        { ...policyRequest(question), ...(pageParam !== undefined && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: firstPage(),
    getNextPageParam: nextCursorOf,
    placeholderData: keepPreviousData,
    enabled: question.policy.trim() !== "",
  });
}
