"use client";

import { Keyboard, Languages, LogOut } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMe } from "#components/me-provider";
import { usePreferences } from "#components/preferences/preferences-provider";
import { themeIcons } from "#components/shell/preference-switches";
import { PopoverChoice } from "#components/ui/popover";
import { languageNames, nextLanguage } from "#server/vocabulary/languages";
import { zones } from "#server/vocabulary/time/time-zone";
import { themes } from "../preferences/preferences.ts";
import { useSignOut } from "./use-sign-out.ts";

/** Who is signed in and as what; on narrow screens also the preferences. */
export function AccountMenu({ close, onHelp }: { close: () => void; onHelp: () => void }) {
  const t = useTranslations("shell");
  const me = useMe();
  const signOut = useSignOut();
  return (
    <>
      <div className="border-b border-line px-2.5 pt-1.5 pb-2.5">
        <p className="font-medium">{me.name}</p>
        <p className="text-meta text-ink-faint">
          {me.login} · {t(`roles.${me.role}`)}
        </p>
      </div>
      <div className="border-b border-line py-1 sm:hidden">
        <NarrowPreferences />
      </div>
      <div className="pt-1">
        <PopoverChoice
          onChoose={() => {
            close();
            onHelp();
          }}
        >
          <Keyboard aria-hidden className="size-4" />
          {t("help")}
        </PopoverChoice>
        <PopoverChoice onChoose={signOut}>
          <LogOut aria-hidden className="size-4" />
          {t("signOut")}
        </PopoverChoice>
      </div>
    </>
  );
}

function NarrowPreferences() {
  const t = useTranslations("preferences");
  const { locale, zone, theme, change } = usePreferences();
  return (
    <>
      <PopoverChoice onChoose={() => change({ locale: nextLanguage(locale) })}>
        <Languages aria-hidden className="size-4" />
        {languageNames[nextLanguage(locale)].name}
      </PopoverChoice>
      {zones.map((choice) => (
        <PopoverChoice key={choice} chosen={choice === zone} onChoose={() => change({ zone: choice })}>
          {t(`zones.${choice}`)}
        </PopoverChoice>
      ))}
      <div className="flex gap-1 px-1 pt-1">
        {themes.map((choice) => {
          const Icon = themeIcons[choice];
          return (
            <button
              key={choice}
              type="button"
              aria-pressed={choice === theme}
              onClick={() => change({ theme: choice })}
              className="flex h-10 flex-1 items-center justify-center gap-1 rounded-md text-meta hover:bg-raised aria-pressed:bg-accent-soft"
            >
              <Icon aria-hidden className="size-4" />
              {t(`themes.${choice}`)}
            </button>
          );
        })}
      </div>
    </>
  );
}
