import en from "../../messages/en.json" with { type: "json" };
import ko from "../../messages/ko.json" with { type: "json" };
import type { Locale } from "./preferences.ts";

export type Messages = typeof en;

declare module "use-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
/** All texts of the console in one language. */
export const messagesOf: Record<Locale, Messages> = { ko, en };
