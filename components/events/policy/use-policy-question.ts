"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import { useTRPCClient } from "#components/trpc";
import { firstPage, nextCursorOf } from "../list/event-pages.ts";
import {
  type PolicyQuestion,
  policyRequest,
  policySearchKey,
  questionFromParams,
  questionToQuery,
} from "./policy-params.ts";

/** The question that stands in the address, or one too long for it, which lives as long as the page. */
export function usePolicyQuestion(initial: PolicyQuestion) {
  const params = useSearchParams();
  const [tooLong, setTooLong] = useState<PolicyQuestion | null>(null);
  const inAddress = useMemo(() => questionFromParams(new URLSearchParams(params)) ?? initial, [params, initial]);
  const ask = useCallback((next: PolicyQuestion) => {
    const query = questionToQuery(next);
    setTooLong(query === null ? next : null);
    if (query !== null) window.history.pushState(null, "", `?${query}`);
  }, []);
  return { question: tooLong ?? inAddress, isTooLong: tooLong !== null, ask };
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
    enabled: question.policy.trim() !== "",
  });
}
