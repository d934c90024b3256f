import type { explanationWords } from "../explain/explanation-words.ts";
import { type JsonVisitor, readJson } from "../values/json-reader.ts";

/** What the value of an attribute holds that filtering cannot read; each has its sentence in the explanation. */
export type Unreadable = Extract<keyof typeof explanationWords, `unreadable${string}`>;

/** Every character that JSON takes inside a string as it stands. */
const PLAIN = /^[ !#-[\]-\u{10ffff}]*$/u;
const WITHOUT_CONTROL = /^[ -\u{10ffff}]*$/u;

const nobody: JsonVisitor = { open() {}, close() {}, key() {}, text() {}, number() {}, literal() {} };

/**
 * Whether SNS can read a String or String.Array attribute when it filters.
 *
 * Publish takes more than filtering reads: the value of a String has to be what stands between the quotes of a JSON string,
 * that of a String.Array has to be JSON. A message with another one is dropped for every subscription with a policy on
 * attributes, whichever attribute the policy names, and only the metric NumberOfNotificationsFilteredOut-InvalidAttributes
 * tells it. AWS documents the rule for the value ("must be a valid JSON string"), the drop of the whole message is known
 * from reports: a tab (aws-sdk-java-v2 5828), quotes that are not escaped (dd-trace-py 3384, enqueue-dev 1307). That a
 * String.Array which is no JSON falls under it is inferred. `conformance --aws` asks them all.
 *
 * @returns null when it can.
 */
export function findUnreadable(type: string, value: string): Unreadable | null {
  if (type === "Number" || type === "Binary") return null;
  if (type === "String.Array") return readJson(value, nobody) === null ? null : "unreadableArray";
  if (PLAIN.test(value)) return null;
  if (!WITHOUT_CONTROL.test(value)) return "unreadableControl";
  if (unescapeText(value) !== null) return null;
  return /(?<!\\)(?:\\\\)*"/.test(value) ? "unreadableQuote" : "unreadableBackslash";
}

/** The text that a readable String stands for: its escapes are read, as those of JSON are. Null for one that is none. */
export function unescapeText(value: string): string | null {
  if (PLAIN.test(value)) return value;
  const texts: string[] = [];
  const fault = readJson(`"${value}"`, { ...nobody, text: (found) => texts.push(found) });
  const [text = ""] = texts;
  // PostgreSQL, which answers the same question, holds neither U+0000 nor half of a surrogate pair.
  return fault === null && isHoldable(text) ? text : null;
}

function isHoldable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\u0000");
}
