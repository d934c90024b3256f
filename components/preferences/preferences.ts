import { type Language, languages } from "#server/vocabulary/languages";
import { type Zone, zones } from "#server/vocabulary/time/time-zone";

/** A language of the console. */
export type Locale = Language;

export const themes = ["light", "dark", "system"] as const;
export type Theme = (typeof themes)[number];

/** How high the rows of lists are. */
export const densities = ["comfortable", "compact"] as const;
export type Density = (typeof densities)[number];

/** What a list of events can show beside what happened, in this order. */
export const eventColumns = ["time", "member", "action", "device", "ip", "channel", "stored", "state"] as const;
export type EventColumn = (typeof eventColumns)[number];

/** The columns of whoever has chosen none. */
export const usualColumns: readonly EventColumn[] = ["time", "member", "action", "state"];

export type Preferences = {
  locale: Locale;
  theme: Theme;
  zone: Zone;
  density: Density;
  columns: readonly EventColumn[];
};

/** Cookie names by preference. */
export const cookieNames = {
  locale: "memberscope_locale",
  theme: "memberscope_theme",
  zone: "memberscope_zone",
  density: "memberscope_density",
  columns: "memberscope_columns",
} as const satisfies Record<keyof Preferences, string>;

export type StoredPreferences = { [name in keyof Preferences]?: string | undefined };

/** The preferences that cookies say; what is missing or not understood falls back, the language to what the browser asks for. */
export function readPreferences(stored: StoredPreferences, acceptLanguage: string | null): Preferences {
  return {
    locale: languages.find((locale) => locale === stored.locale) ?? preferredLocale(acceptLanguage),
    theme: themes.find((theme) => theme === stored.theme) ?? "system",
    zone: zones.find((zone) => zone === stored.zone) ?? "Asia/Seoul",
    density: densities.find((density) => density === stored.density) ?? "comfortable",
    columns: stored.columns === undefined ? usualColumns : columnsOf(stored.columns),
  };
}

/** The columns that a cookie names, separated by points. */
function columnsOf(stored: string): readonly EventColumn[] {
  const chosen = stored.split(".");
  return eventColumns.filter((column) => chosen.includes(column));
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
