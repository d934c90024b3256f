"use client";

import { ChevronDown, Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "use-intl";
import { usePreferences } from "#components/preferences/preferences-provider";
import { Popover, PopoverChoice } from "#components/ui/popover";
import { languageNames, languages, nextLanguage } from "#server/vocabulary/languages";
import { zones } from "#server/vocabulary/time/time-zone";
import { type Theme, themes } from "../preferences/preferences.ts";

const barButton =
  "inline-flex h-8 items-center gap-1 rounded-md px-2 text-ink-soft hover:bg-raised hover:text-ink pointer-coarse:h-10";

export const themeIcons = { light: Sun, dark: Moon, system: Monitor } as const satisfies Record<Theme, unknown>;

/** Which zone times are shown in. */
export function ZoneSwitch() {
  const t = useTranslations("preferences");
  const { zone, change } = usePreferences();
  return (
    <Popover
      label={`${t("zone")}: ${t(`zones.${zone}`)}`}
      side="end"
      triggerClass={barButton}
      trigger={
        <>
          {t(`zonesShort.${zone}`)}
          <ChevronDown aria-hidden className="size-3" />
        </>
      }
    >
      {(close) =>
        zones.map((choice) => (
          <PopoverChoice
            key={choice}
            chosen={choice === zone}
            onChoose={() => {
              change({ zone: choice });
              close();
            }}
          >
            {t(`zones.${choice}`)}
          </PopoverChoice>
        ))
      }
    </Popover>
  );
}

/** Goes on to the next language, which says so in its own words. */
export function LanguageSwitch() {
  const { locale, change } = usePreferences();
  const next = nextLanguage(locale);
  const letters = languages.map((language) => languageNames[language].short);
  const label = `${letters.join("/")}: ${languageNames[next].switchTo}`;
  return (
    <button
      type="button"
      lang={next}
      title={label}
      aria-label={label}
      className={barButton}
      onClick={() => change({ locale: next })}
    >
      <span>
        {languages.map((language, index) => (
          <span key={language}>
            {index > 0 && "/"}
            <span className={locale === language ? "font-semibold text-ink" : undefined}>
              {languageNames[language].short}
            </span>
          </span>
        ))}
      </span>
    </button>
  );
}

/** Light, dark or as the system has it. */
export function ThemeSwitch() {
  const t = useTranslations("preferences");
  const { theme, change } = usePreferences();
  const Icon = themeIcons[theme];
  return (
    <Popover
      label={`${t("theme")}: ${t(`themes.${theme}`)}`}
      side="end"
      triggerClass={barButton}
      trigger={<Icon aria-hidden className="size-4" />}
    >
      {(close) =>
        themes.map((choice) => {
          const ChoiceIcon = themeIcons[choice];
          return (
            <PopoverChoice
              key={choice}
              chosen={choice === theme}
              onChoose={() => {
                change({ theme: choice });
                close();
              }}
            >
              <ChoiceIcon aria-hidden className="size-4" />
              {t(`themes.${choice}`)}
            </PopoverChoice>
          );
        })
      }
    </Popover>
  );
}
