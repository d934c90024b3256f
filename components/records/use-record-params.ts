"use client";

import { useSearchParams } from "next/navigation";
import { useCallback, useMemo } from "react";
import { type RecordParams, readRecordParams, writeRecordParams } from "./record-params.ts";

/** What of a view the URL asks for, and how to ask for something else. */
export function useRecordParams(): { asked: RecordParams; change: (next: RecordParams) => void } {
  const params = useSearchParams();
  // Which event the drawer shows changes nothing about the rows.
  const query = withoutDrawer(params);
  const asked = useMemo(() => readRecordParams(new URLSearchParams(query)), [query]);
  const change = useCallback(
    (next: RecordParams) => {
      const text = writeRecordParams(next, new URLSearchParams(query)).toString();
      window.history.pushState(null, "", text === "" ? location.pathname : `?${text}`);
    },
    [query],
  );
  return { asked, change };
}

function withoutDrawer(params: URLSearchParams): string {
  const others = new URLSearchParams(params);
  others.delete("event");
  return others.toString();
}
