"use client";

import { useSearchParams } from "next/navigation";
import { type MouseEvent, useCallback } from "react";

/** Which event the drawer shows: it stands in the URL, so that the view can be shared, and changes without asking the server for the page again. */
export function useOpenEvent() {
  const params = useSearchParams();
  const openId = params.get("event");

  const hrefOf = useCallback(
    (id: string | null) => {
      const next = new URLSearchParams(params);
      if (id === null) next.delete("event");
      else next.set("event", id);
      const query = next.toString();
      return query === "" ? location.pathname : `?${query}`;
    },
    [params],
  );
  const open = useCallback((id: string) => window.history.pushState(null, "", hrefOf(id)), [hrefOf]);
  const show = useCallback((id: string) => window.history.replaceState(null, "", hrefOf(id)), [hrefOf]);
  const close = useCallback(() => window.history.pushState(null, "", hrefOf(null)), [hrefOf]);

  /** The properties of a link that opens the drawer here and the same view in a new tab. */
  const linkTo = useCallback(
    (id: string) => ({
      href: hrefOf(id),
      onClick: (event: MouseEvent) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        open(id);
      },
    }),
    [hrefOf, open],
  );
  return { openId, openNow, open, show, close, linkTo };
}

/** Which event the address names at this moment, drawn already or not. */
function openNow(): string | null {
  return new URLSearchParams(location.search).get("event");
}
