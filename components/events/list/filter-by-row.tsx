"use client";

import { ListFilterPlus } from "lucide-react";
import { type RefObject, useState } from "react";
import { useTranslations } from "use-intl";
import { LazyDialog } from "#components/ui/lazy-dialog";
import type { Condition } from "#server/vocabulary/conditions";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { useShortcuts } from "../../ui/keys/use-shortcuts.ts";

type Conditions = { conditions: readonly Condition[]; onChange: (conditions: Condition[]) => unknown };

/**
 * Filtering by the values of rows: a button for each row, `f` for the row that has the focus, and the menu that both open.
 *
 * @param list what holds the rows, in the order of the events.
 */
export function useFilterByRow(
  events: readonly MemberEvent[],
  list: RefObject<HTMLElement | null>,
  asked: Conditions | undefined,
) {
  const t = useTranslations("valueMenu");
  const [open, setOpen] = useState<MemberEvent | null>(null);
  useShortcuts({
    f: () => {
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
      const at = rows.findIndex((row) => row.matches(":focus"));
      if (asked !== undefined) setOpen(events[at] ?? null);
    },
  });
  const button = (event: MemberEvent) =>
    asked && (
      <button
        type="button"
        aria-label={t("open")}
        title={t("open")}
        onClick={() => setOpen(event)}
        className="inline-flex size-6 items-center justify-center rounded text-ink-faint hover:bg-accent-soft hover:text-accent pointer-coarse:size-9"
      >
        <ListFilterPlus aria-hidden className="size-3.5" />
      </button>
    );
  const menu = asked && (
    <LazyDialog
      open={open !== null}
      onClose={() => setOpen(null)}
      title={t("title")}
      name="value-menu"
      load={loadMenu}
      given={{ event: open, ...asked }}
    />
  );
  return { button, menu };
}

function loadMenu() {
  return import("../filters/value-menu.tsx").then((module) => module.ValueMenu);
}
