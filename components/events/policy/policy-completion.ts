import type { PolicyScope } from "#server/filter-policy/policy";
import { type PolicyPlace, readPolicyPlace } from "./read-policy-place.ts";

/** What a policy of this catalog can name. */
export type PolicyWords = {
  scope: PolicyScope;
  actions: readonly string[];
  /** Names of attributes that events change. */
  attributes: readonly string[];
  /** Those of them that stand among the SNS attributes by themselves. */
  promoted: readonly string[];
  /** Ids that stand for one receiver, beside ALL. */
  targets: readonly string[];
};

/** One thing that can stand at the cursor: `insert` replaces the text between `from` and `to`, then the cursor is at `caret`. */
export type Completion = { label: string; insert: string; from: number; to: number; caret: number };

const MOST = 12;
const CARET = "\u0000";

const operators = [
  { label: "prefix", template: `{ "prefix": "${CARET}" }` },
  { label: "suffix", template: `{ "suffix": "${CARET}" }` },
  { label: "anything-but", template: `{ "anything-but": ["${CARET}"] }` },
  { label: "equals-ignore-case", template: `{ "equals-ignore-case": "${CARET}" }` },
  { label: "numeric", template: `{ "numeric": [">", ${CARET}0] }` },
  { label: "exists", template: `{ "exists": false${CARET} }` },
  { label: "cidr", template: `{ "cidr": "${CARET}10.0.0.0/24" }` },
] as const;

const envelope = ["layer", "action", "changed", "target", "replay", "attempt"] as const;
const body = [
  ...["eventId", "memberId", "action", "version", "changed", "attributes", "context"],
  ...["occurredAt", "correlationId", "causationId"],
];
const context = ["deviceId", "ip", "channel", "userAgent", "appVersion", "country", "actor"];

/**
 * What can stand at the cursor of a policy under the pen: keys, operators, and the values that the catalog knows.
 *
 * @param caret offset in the text, in UTF-16 units.
 * @returns at most twelve, those that begin with what is written there first; none where nothing can stand.
 */
export function completePolicy(text: string, caret: number, words: PolicyWords): Completion[] {
  const place = readPolicyPlace(text, caret);
  if (place === null) return [];
  const typed = place.typed.toLowerCase();
  const all = optionsAt(place, words).filter(({ label }) => label.toLowerCase().includes(typed));
  const first = all.filter(({ label }) => label.toLowerCase().startsWith(typed));
  const ordered = [...first, ...all.filter((option) => !first.includes(option))];
  return ordered.slice(0, MOST).map(({ label, template }) => {
    const at = template.indexOf(CARET);
    const insert = template.replace(CARET, "");
    return { label, insert, from: place.from, to: place.to, caret: place.from + (at === -1 ? insert.length : at) };
  });
}

type Option = { label: string; template: string };

function optionsAt(place: PolicyPlace, words: PolicyWords): Option[] {
  const path = place.path.join(".");
  switch (place.kind) {
    case "policy":
      return [{ label: '{"action": […]}', template: `{\n  "action": ["${CARET}"]\n}` }];
    case "key":
      return keysAt(path, words)
        .filter((key) => !place.siblings.includes(key))
        .map((key) => ({ label: key, template: keyTemplate(key, path, words, place.hasColon) }));
    case "operator":
      return operators.map(({ label, template }) => {
        return { label, template: place.hasColon ? JSON.stringify(label) : template.slice(2, -2) };
      });
    case "branch":
      return [{ label: "{…}", template: `{ "${CARET}" }` }];
    case "list":
      return [{ label: "[…]", template: `["${CARET}"]` }];
    case "operand":
      return valuesAt(path, words).map(asText);
    case "value":
      return [
        ...valuesAt(path, words).map(asText),
        // Inside quotes a text is being written, no object.
        ...(place.isQuoted ? [] : operators),
      ];
  }
}

function asText(value: string): Option {
  return { label: value, template: JSON.stringify(value) };
}

/** The keys that can stand at a path of a policy, the names of an object joined with dots. */
export function keysAt(
  path: string,
  { scope, attributes, promoted }: Pick<PolicyWords, "scope" | "attributes" | "promoted">,
): readonly string[] {
  if (scope === "MessageAttributes") return path === "" ? [...envelope, ...promoted, "$or"] : [];
  if (path === "") return [...body, "$or"];
  if (path === "attributes") return attributes;
  if (path === "context") return context;
  return path.startsWith("attributes.") ? ["from", "to"] : [];
}

function keyTemplate(key: string, path: string, { scope }: PolicyWords, hasColon: boolean): string {
  if (hasColon) return JSON.stringify(key);
  const isNested =
    scope === "MessageBody" && (path === "attributes" || (path === "" && /^(attributes|context)$/.test(key)));
  if (key === "$or") return `"$or": [{ "${CARET}" }, {  }]`;
  return isNested ? `"${key}": { "${CARET}" }` : `"${key}": ["${CARET}"]`;
}

function valuesAt(path: string, { actions, attributes, targets }: PolicyWords): readonly string[] {
  if (path === "action") return actions;
  if (path === "changed") return attributes;
  if (path === "target") return ["ALL", ...targets];
  if (path === "layer") return ["internal", "external"];
  return path === "replay" ? ["detector"] : [];
}
