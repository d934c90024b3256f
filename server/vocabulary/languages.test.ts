import { expect, test } from "vitest";
import { type Language, languages, nextLanguage } from "./languages.ts";

test("going on to the next language comes by each of them once and back", () => {
  const seen: Language[] = [];
  for (let language: Language = "ko"; !seen.includes(language); language = nextLanguage(language)) seen.push(language);
  expect(seen.sort()).toEqual([...languages].sort());
});
