import { createTranslator } from "use-intl/core";
import { messagesOf } from "./messages.ts";
import { requestPreferences } from "./request-preferences.ts";

/** The texts of the whole console for server components, in the language of the request. */
export async function serverTexts() {
  const { locale, zone } = await requestPreferences();
  return createTranslator({ locale, messages: messagesOf[locale], timeZone: zone });
}
