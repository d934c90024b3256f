import { cookies, headers } from "next/headers";
import { cookieNames, type Preferences, readPreferences } from "./preferences.ts";

/** The preferences of the person whose request is being answered. */
export async function requestPreferences(): Promise<Preferences> {
  const [jar, given] = await Promise.all([cookies(), headers()]);
  const stored = {
    locale: jar.get(cookieNames.locale)?.value,
    theme: jar.get(cookieNames.theme)?.value,
    zone: jar.get(cookieNames.zone)?.value,
    density: jar.get(cookieNames.density)?.value,
    columns: jar.get(cookieNames.columns)?.value,
  };
  return readPreferences(stored, given.get("accept-language"));
}
