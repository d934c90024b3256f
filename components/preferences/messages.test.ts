import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import { messagesOf } from "./messages.ts";

type Tree = { [key: string]: string | Tree };

/** Every text with its path, and the arguments and tags it names. */
function flatten(tree: Tree, path = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") flat.set(here, value);
    else for (const [deeper, text] of flatten(value, here)) flat.set(deeper, text);
  }
  return flat;
}

function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)[,}]|<(\w+)>/g)].map(([, name, tag]) => name ?? tag ?? ""))].sort();
}

const ko = flatten(messagesOf.ko);
const en = flatten(messagesOf.en);

test("both languages have the same texts, none of them empty", () => {
  expect([...ko.keys()].sort()).toEqual([...en.keys()].sort());
  expect([...ko, ...en].filter(([, text]) => text.trim() === "")).toEqual([]);
});

test("a Korean text names no value that the English one lacks", () => {
  const strange = [...ko].filter(([key, text]) => {
    const known = namesIn(en.get(key) ?? "");
    return namesIn(text).some((name) => !known.includes(name));
  });
  expect(strange).toEqual([]);
});

test("every text can be formatted", () => {
  for (const locale of ["ko", "en"] as const) {
    const faults: string[] = [];
    const flat: Record<string, string> = {};
    // The paths as flat keys, since a test of all texts knows no names.
    for (const [key, text] of locale === "ko" ? ko : en) flat[key.replaceAll(".", "~")] = text;
    const t = createTranslator({
      locale,
      messages: flat,
      timeZone: "UTC",
      onError: (error) => faults.push(error.message),
    });
    for (const [key, text] of Object.entries(flat)) {
      const values = Object.fromEntries(
        namesIn(text).map((name) => [name, text.includes(`<${name}>`) ? () => "x" : 2]),
      );
      t.markup(key, values);
    }
    expect(faults).toEqual([]);
  }
});
