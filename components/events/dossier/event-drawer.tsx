"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { LazyDossier } from "#components/events/dossier/lazy-dossier";
import { IconButton } from "#components/ui/button";
import { Dialog } from "#components/ui/dialog";
import { useShortcuts } from "../../ui/keys/use-shortcuts.ts";
import { useOpenEvent } from "./use-open-event.ts";

/** The dossier at the right of a list, full screen when narrow. `ids` are the list's, for going on with j and k. */
export function EventDrawer({ ids }: { ids: string[] }) {
  const t = useTranslations("dossier");
  const common = useTranslations("common");
  const { openId, openNow, show, close } = useOpenEvent();
  const at = openId === null ? -1 : ids.indexOf(openId);
  const previous = at > 0 ? ids[at - 1] : undefined;
  const next = at === -1 ? undefined : ids[at + 1];
  // Whoever went on inside the drawer is back at the row that was shown last, not at the one that was opened first.
  const last = useRef<string | null>(null);
  const go = (step: 1 | -1) => {
    // A second press may come before the first is drawn; the address is ahead of the page then.
    const now = openNow();
    const from = now === null ? -1 : ids.indexOf(now);
    const id = from === -1 ? undefined : ids[from + step];
    if (id === undefined) return;
    last.current = id;
    show(id);
  };
  const lastRow = () => {
    const row = last.current === null ? null : rowOf(last.current);
    last.current = null;
    return row;
  };
  // While nothing is open, j and k are the list's own.
  useShortcuts(openId === null ? {} : { j: () => go(1), k: () => go(-1) }, { inDialogs: true });

  return (
    <Dialog open={openId !== null} onClose={close} label={t("title")} shape="drawer" returnTo={lastRow}>
      <div className="flex h-full flex-col">
        <div className="flex h-12 shrink-0 items-center gap-1 border-b border-line px-3">
          <p className="flex-1 pl-2 font-medium text-ink-soft">{t("title")}</p>
          <IconButton
            label={t("previous")}
            disabled={previous === undefined}
            onClick={() => go(-1)}
            className="disabled:opacity-40"
          >
            <ChevronUp aria-hidden className="size-4" />
          </IconButton>
          <IconButton
            label={t("next")}
            disabled={next === undefined}
            onClick={() => go(1)}
            className="disabled:opacity-40"
          >
            <ChevronDown aria-hidden className="size-4" />
          </IconButton>
          <IconButton label={common("close")} onClick={close}>
            <X aria-hidden className="size-4" />
          </IconButton>
        </div>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-5">
          <LazyDossier eventId={openId} />
        </div>
      </div>
    </Dialog>
  );
}

function rowOf(eventId: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`a[data-row][href*="event=${CSS.escape(eventId)}"]`);
}
