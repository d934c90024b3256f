import { createTranslator } from "use-intl/core";
import { compiledMessagesOf } from "./compiled-messages.ts";
import { requestPreferences } from "./request-preferences.ts";

/** The texts of the whole console for server components, in the language of the request. */
export async function serverTexts() {
  const { locale, zone } = await requestPreferences();
  return createTranslator({ locale, messages: compiledMessagesOf(locale), timeZone: zone });
}
