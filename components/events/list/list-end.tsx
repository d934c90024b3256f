"use client";

import type { ReactNode } from "react";
import { LoadMore } from "#components/events/list/load-more";
import { Button } from "#components/ui/button";
import { FormFault } from "#components/ui/failed-state";

/** What of a paged query the end of its list needs. */
type PagedList = {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  error: unknown;
  fetchNextPage: () => unknown;
};

type Props = {
  list: PagedList;
  words: { more: string; loading: string; retry: string; end: ReactNode };
  /** An empty list says for itself why, and needs no end. */
  isEmpty: boolean;
};

/** How a list goes on: more when it comes into view, again after a failure, or that it ends here. */
export function ListEnd({ list, words, isEmpty }: Props) {
  const { hasNextPage, isFetchNextPageError, error } = list;
  const more = () => void list.fetchNextPage();
  if (isFetchNextPageError) {
    return (
      <div className="p-4">
        <FormFault error={error} />
        <Button className="mt-2" onClick={more}>
          {words.retry}
        </Button>
      </div>
    );
  }
  if (hasNextPage) {
    return <LoadMore label={words.more} busyLabel={words.loading} busy={list.isFetchingNextPage} onMore={more} />;
  }
  if (isEmpty) return null;
  return <p className="border-t border-line px-4 py-3 text-center text-meta text-ink-faint">{words.end}</p>;
}
