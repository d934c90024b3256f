/** The languages that staff read, the one of the office first. */
export const languages = ["ko", "en"] as const;

export type Language = (typeof languages)[number];

/** A text in every one of them. */
export type InLanguages<Text = string> = Readonly<Record<Language, Text>>;

/** What each calls itself, by how few letters, and how one is asked to go on in it. */
export const languageNames: InLanguages<{ name: string; short: string; switchTo: string }> = {
  ko: { name: "한국어", short: "한", switchTo: "한국어로 보기" },
  en: { name: "English", short: "EN", switchTo: "switch to English" },
};

/** The language after this one, and after the last the first again. */
export function nextLanguage(language: Language): Language {
  return languages[(languages.indexOf(language) + 1) % languages.length] ?? language;
}
