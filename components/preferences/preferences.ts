import { type Language, languages } from "#server/vocabulary/languages";
import { type Zone, zones } from "#server/vocabulary/time/time-zone";

/** A language of the console. */
export type Locale = Language;

export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

/** How high the rows of lists are. */
export const densities = ["comfortable", "compact"] as const;
export type Density = (typeof densities)[number];

export type Preferences = { locale: Locale; theme: Theme; zone: Zone; density: Density };

/** Cookie names by preference. */
export const cookieNames = {
  locale: "memberscope_locale",
  theme: "memberscope_theme",
  zone: "memberscope_zone",
  density: "memberscope_density",
} as const satisfies Record<keyof Preferences, string>;

export type StoredPreferences = { [name in keyof Preferences]?: string | undefined };

/** The preferences that cookies say; what is missing or not understood falls back, the language to what the browser asks for. */
export function readPreferences(stored: StoredPreferences, acceptLanguage: string | null): Preferences {
  return {
    locale: languages.find((locale) => locale === stored.locale) ?? preferredLocale(acceptLanguage),
    theme: themes.find((theme) => theme === stored.theme) ?? "system",
    zone: zones.find((zone) => zone === stored.zone) ?? "Asia/Seoul",
    density: densities.find((density) => density === stored.density) ?? "comfortable",
  };
}

function preferredLocale(acceptLanguage: string | null): Locale {
  const wanted = (acceptLanguage ?? "").split(",").map((entry) => {
    const [tag = "", quality = ""] = entry.split(";q=");
    return { language: tag.trim().slice(0, 2).toLowerCase(), quality: quality === "" ? 1 : Number(quality) };
  });
  wanted.sort((a, b) => b.quality - a.quality);
  for (const { language } of wanted) {
    const known = languages.find((locale) => locale === language);
    if (known !== undefined) return known;
  }
  return "en";
}
