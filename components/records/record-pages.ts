import { readOnce } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import type { RecordPage, RecordView } from "#server/vocabulary/record-view";
import type { RecordParams } from "./record-params.ts";

/** Which rows of which view: of one member, or over all. */
export type RecordInput = RecordParams & { view: string };

/** The cache key of a view's rows, the same on the server and in the browser. */
export function recordsKey(input: RecordInput) {
  return ["records", input] as const;
}

/** Where the next page continues; undefined at the end. */
export function nextRecordsOf(page: RecordPage): string | undefined {
  return page.nextCursor ?? undefined;
}

/** How a view's rows are asked for, one page from the cursor on. */
export function recordsRequest(input: RecordInput, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const { memberId, ...others } = input;
  return {
    ...others,
    limit,
    ...(memberId !== undefined && { memberId }),
    ...(cursor !== undefined && { cursor }),
  };
}

/** The view that a URL names, or the first: a member's page always shows one. A name of none is a fault. */
export function viewOf(
  views: RecordView[],
  params: URLSearchParams,
): { view: RecordView | undefined; faults: ConditionFault[] } {
  const words = views.map(({ name }) => name);
  const { value, faults } = readOnce(params, "view", { kind: "word", longest: 100, words });
  return { view: views.find(({ name }) => name === value) ?? views[0], faults };
}
