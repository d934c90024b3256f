"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import {
  type ReadRecordParams,
  type RecordParams,
  type RecordPlace,
  readRecordParams,
  writeRecordParams,
} from "./record-params.ts";

/** What of a view the URL asks for, what of it was not understood, and how to ask for something else. */
export function useRecordParams({
  view,
  ofOneMember,
}: RecordPlace): ReadRecordParams & { change: (next: RecordParams) => void } {
  const params = useSearchParams();
  // Which event the drawer shows changes nothing about the rows.
  const query = withoutDrawer(params);
  const read = useMemo(
    () => readRecordParams(new URLSearchParams(query), { view, ofOneMember }),
    [query, view, ofOneMember],
  );
  const change = useCallback(
    (next: RecordParams) => {
      const text = writeRecordParams(next, new URLSearchParams(query), { ofOneMember }).toString();
      window.history.pushState(null, "", text === "" ? location.pathname : `?${text}`);
    },
    [query, ofOneMember],
  );
  return { ...read, change };
}

function withoutDrawer(params: URLSearchParams): string {
  const others = new URLSearchParams(params);
  others.delete("event");
  return others.toString();
}
