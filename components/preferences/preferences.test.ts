import { expect, test } from "vitest";
import { readPreferences, usualColumns } from "./preferences.ts";

test("cookies decide over the browser's language", () => {
  expect(
    readPreferences(
      { locale: "en", theme: "dark", zone: "UTC", density: "compact", columns: "ip.time" },
      "ko-KR,ko;q=0.9",
    ),
  ).toEqual({
    locale: "en",
    theme: "dark",
    zone: "UTC",
    density: "compact",
    columns: ["time", "ip"],
  });
});

test("without cookies the language with the highest weight that we speak is taken", () => {
  expect(readPreferences({}, "fr-FR,en;q=0.5,ko;q=0.8").locale).toBe("ko");
  expect(readPreferences({}, "ko-KR,ko;q=0.9,en;q=0.8").locale).toBe("ko");
  expect(readPreferences({}, "de").locale).toBe("en");
  expect(readPreferences({}, null).locale).toBe("en");
});

test("a cookie with a value that does not exist falls back", () => {
  expect(
    readPreferences({ locale: "xx", theme: "pink", zone: "Mars/Base", density: "airy", columns: "age" }, "en"),
  ).toEqual({
    locale: "en",
    theme: "system",
    zone: "Asia/Seoul",
    density: "comfortable",
    columns: [],
  });
});

test("without a choice the usual columns are shown", () => {
  expect(readPreferences({}, "en").columns).toEqual(usualColumns);
});
