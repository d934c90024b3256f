import format from "icu-minify/format";
import { createTranslator } from "use-intl/core";
import { expect, test } from "vitest";
import { languages } from "../../server/vocabulary/languages.ts";
import { compiledMessagesOf } from "./compiled-messages.ts";
import { messagesOf } from "./messages.ts";

/** Where plurals change in English, and numbers are grouped. */
const NUMBERS = [0, 1, 2, 1234];

const formatters = {
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...given),
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given),
};

test.each(languages)("compiled texts say what the texts say, whatever stands in them: %s", (locale) => {
  const texts = new Map(leavesOf(messagesOf[locale], isText));
  // Names without points: to the translator they would be paths.
  const names = [...texts.keys()].map((path, n) => [path, `text${n}`] as const);
  const messages = Object.fromEntries(names.map(([path, name]) => [name, texts.get(path) ?? ""]));
  const t = createTranslator({ locale, messages, timeZone: "UTC" });
  const compiled = new Map(leavesOf(compiledMessagesOf(locale), isCompiled));
  const otherwise: string[] = [];
  for (const [path, name] of names) {
    for (const number of NUMBERS) {
      const values = valuesFor(texts.get(path) ?? "", number);
      const said = format<string>(compiled.get(path) ?? "", locale, values, { formatters, timeZone: "UTC" });
      const meant = t.markup(name, values);
      if ([said].flat().join("") !== meant) otherwise.push(`${path}: ${JSON.stringify(said)}, not ${meant}`);
    }
  }
  expect(otherwise).toEqual([]);
});

test("compiled texts can be handed to the browser: their records are plain", () => {
  const odd = languages.flatMap((locale) => recordsIn(compiledMessagesOf(locale)).filter((record) => !isPlain(record)));
  expect(odd).toEqual([]);
});

type Compiled = Parameters<typeof format>[0];

function leavesOf<Leaf>(tree: object, isLeaf: (value: unknown) => value is Leaf, path = ""): [string, Leaf][] {
  return Object.entries(tree).flatMap(([name, value]): [string, Leaf][] =>
    isLeaf(value) ? [[`${path}${name}`, value]] : leavesOf(value, isLeaf, `${path}${name}.`),
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isCompiled(value: unknown): value is Compiled {
  return isText(value) || Array.isArray(value);
}

/** A value for each name in a text: every number in turn, one of the words of a choice or one that it lacks, and what is in tags in brackets. */
function valuesFor(text: string, number: number) {
  const values: Record<string, string | number | ((inner: unknown) => string)> = {};
  for (const [, tag = ""] of text.matchAll(/<(\w+)>/g)) values[tag] = (inner) => `[${[inner].flat().join("")}]`;
  for (const [, name = ""] of text.matchAll(/\{(\w+)[,}]/g)) values[name] = number;
  for (const [, name = "", word = ""] of text.matchAll(/\{(\w+), ?select, ?(\w+)/g)) {
    values[name] = number === 1 ? word : "none of them";
  }
  return values;
}

function recordsIn(value: unknown): object[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(recordsIn)];
}

function isPlain(record: object): boolean {
  return Array.isArray(record) || Object.getPrototypeOf(record) === Object.prototype;
}
