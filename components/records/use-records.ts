"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "#components/trpc";
import { firstPage, PAGE_SIZE } from "../events/list/event-pages.ts";
import { nextRecordsOf, type RecordInput, recordsKey, recordsRequest } from "./record-pages.ts";

/** The views come with the product's release: nothing changes them while somebody looks at a page. */
const FRESH_MS = 10 * 60 * 1000;

/** The former record tables there are. */
export function useRecordViews() {
  const trpc = useTRPC();
  return useQuery(trpc.records.views.queryOptions({}, { staleTime: FRESH_MS }));
}

/** The rows of a view, page by page. The answer to an older question stays until the new one is here. */
export function useRecords(input: RecordInput) {
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: recordsKey(input),
    queryFn: ({ pageParam, signal }) =>
      client.records.read.query(recordsRequest(input, { limit: PAGE_SIZE, cursor: pageParam }), { signal }),
    initialPageParam: firstPage(),
    getNextPageParam: nextRecordsOf,
    placeholderData: keepPreviousData,
  });
}
