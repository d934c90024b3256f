import type { ItemState } from "#server/vocabulary/republish-job";

/** Cache keys of paged lists, the same on the server and in the browser. */
export const jobsKey = ["republish-jobs"] as const;

export function itemsKey(jobId: string, state: ItemState | undefined) {
  return ["republish-items", jobId, state ?? "all"] as const;
}

/** The parameter of the first page; typed here, since a bare undefined would not allow cursors later. */
export function firstPage(): string | undefined {
  return undefined;
}

/** Where the next page continues; undefined at the end. */
export function nextPageOf({ nextCursor }: { nextCursor: string | null }): string | undefined {
  return nextCursor ?? undefined;
}
