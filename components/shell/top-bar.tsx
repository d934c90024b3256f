"use client";

import { Keyboard, Menu, Search } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "#components/me-provider";
import { Mark } from "#components/shell/mark";
import { LanguageSwitch, ThemeSwitch, ZoneSwitch } from "#components/shell/preference-switches";
import { UserMenu } from "#components/shell/user-menu";
import { IconButton } from "#components/ui/button";
import { Kbd } from "#components/ui/keys/kbd";
import { PageLink } from "#components/ui/page-link";

/** Search, preferences and the person. */
export function TopBar(props: { onSearch: () => void; onMenu: () => void; onHelp: () => void }) {
  const { onSearch, onMenu, onHelp } = props;
  const t = useTranslations("shell");
  const looksUp = useMay("member:look-up");
  const searchesEvents = useMay("event:search");
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-b border-line bg-canvas px-2 sm:px-3">
      <IconButton label={t("menu")} onClick={onMenu} className="sm:hidden">
        <Menu aria-hidden className="size-4" />
      </IconButton>
      <PageLink
        href="/"
        className="hidden items-center gap-2 rounded-md px-1.5 py-1 text-section font-semibold tracking-[-0.01em] sm:flex rail:w-[200px]"
      >
        <Mark />
        <span className="max-rail:sr-only">Memberscope</span>
      </PageLink>
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border border-line-strong/60 bg-surface px-2.5 text-left text-ink-faint hover:border-line-strong sm:max-w-xl pointer-coarse:h-10"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className="min-w-0 flex-1 truncate">
          {t(searchesEvents ? "search" : looksUp ? "searchMembers" : "commands")}
        </span>
        <span className="hidden sm:inline">
          <Kbd>Ctrl K</Kbd>
        </span>
      </button>
      <div className="ml-auto flex items-center gap-0.5">
        <span className="hidden items-center gap-0.5 sm:flex">
          <ZoneSwitch />
          <LanguageSwitch />
          <ThemeSwitch />
          <IconButton label={t("help")} onClick={onHelp} className="max-rail:hidden">
            <Keyboard aria-hidden className="size-4" />
          </IconButton>
        </span>
        <UserMenu onHelp={onHelp} />
      </div>
    </header>
  );
}
