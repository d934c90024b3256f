"use client";

import { ListFilterPlus } from "lucide-react";
import { type RefObject, useState } from "react";
import { useTranslations } from "use-intl";
import { LazyDialog } from "#components/ui/lazy-dialog";
import type { Condition } from "#server/vocabulary/conditions";
import type { MemberEvent } from "#server/vocabulary/member-event";
import { indexOf } from "../../ui/keys/use-row-keys.ts";
import { useShortcuts } from "../../ui/keys/use-shortcuts.ts";

type Conditions = { conditions: readonly Condition[]; onChange: (conditions: Condition[]) => unknown };

/**
 * Filtering by the values of rows: how a row opens the menu, `f` for the row that has the focus, and the menu.
 *
 * @param list what holds the rows; each is marked with its index among the events.
 */
export function useFilterByRow(
  events: readonly MemberEvent[],
  list: RefObject<HTMLElement | null>,
  asked: Conditions | undefined,
) {
  const t = useTranslations("valueMenu");
  const [shown, setOpen] = useState<MemberEvent | null>(null);
  useShortcuts({
    f: () => {
      const row = list.current?.querySelector<HTMLElement>("[data-row]:focus");
      const at = row == null ? null : indexOf(row);
      if (asked !== undefined && at !== null) setOpen(events[at] ?? null);
    },
  });
  const menu = asked && (
    <LazyDialog
      open={shown !== null}
      onClose={() => setOpen(null)}
      title={t("title")}
      name="value-menu"
      load={loadMenu}
      given={{ event: shown, ...asked }}
    />
  );
  return { open: asked && setOpen, menu };
}

/** The button of one row. */
export function FilterByRow({ onOpen }: { onOpen: () => void }) {
  const t = useTranslations("valueMenu");
  return (
    <button
      type="button"
      aria-label={t("open")}
      title={t("open")}
      onClick={onOpen}
      className="inline-flex size-6 items-center justify-center rounded text-ink-faint hover:bg-accent-soft hover:text-accent pointer-coarse:size-9"
    >
      <ListFilterPlus aria-hidden className="size-3.5" />
    </button>
  );
}

function loadMenu() {
  return import("../filters/value-menu.tsx").then((module) => module.ValueMenu);
}
