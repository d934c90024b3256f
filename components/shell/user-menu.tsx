"use client";

import { ChevronDown, CircleUserRound } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { LazyPart } from "#components/ui/lazy-part";
import { Popover } from "#components/ui/popover";

/** Who is signed in; what they can do is fetched when the page stands. */
export function UserMenu({ onHelp }: { onHelp: () => void }) {
  const t = useTranslations("shell");
  const common = useTranslations("common");
  const me = useMe();
  return (
    <Popover
      label={t("account", { name: me.name })}
      side="end"
      className="w-60"
      triggerClass="inline-flex h-8 max-w-40 items-center gap-1.5 rounded-md px-2 hover:bg-raised pointer-coarse:h-10"
      trigger={
        <>
          <CircleUserRound aria-hidden className="size-4 shrink-0 text-ink-soft" />
          <span className="hidden truncate sm:inline">{me.name}</span>
          <ChevronDown aria-hidden className="hidden size-3 shrink-0 text-ink-soft sm:inline" />
        </>
      }
    >
      {(close) => (
        <LazyPart
          name="account-menu"
          load={loadMenu}
          failed={common("failed")}
          room={<div className="h-32" />}
          given={{ close, onHelp }}
        />
      )}
    </Popover>
  );
}

function loadMenu() {
  return import("./account-menu.tsx").then((module) => module.AccountMenu);
}
