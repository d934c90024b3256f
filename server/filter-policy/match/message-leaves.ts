import type { PolicyMessage, PolicyScope } from "../policy.ts";
import { readJson } from "../values/json-reader.ts";
import { NumberList } from "../values/number-list.ts";
import { LeafCollector, type LeafValues } from "./leaf-collector.ts";
import { findUnreadable, type Unreadable, unescapeText } from "./unreadable-attribute.ts";
import { WantedPaths } from "./wanted-paths.ts";

/** What a message has at the wanted paths; a path without a value is missing. */
export type Leaves = ReadonlyMap<string, LeafValues>;

/** Why a message passes no policy but the empty one; `name` is that of the attribute which filtering cannot read. */
export type NoLeaves = {
  sentence: "no attributes" | "body is not JSON" | "body is not an object" | Unreadable;
  name?: string;
};

/**
 * The values of a message at the paths that a policy asks for. Nested names are joined by dots, the elements of arrays
 * stand at the array's path, empty arrays and objects leave nothing.
 */
export function messageLeaves(
  { attributes, body = "" }: PolicyMessage,
  scope: PolicyScope,
  paths: Iterable<string>,
): { leaves: Leaves; none?: never } | { leaves?: never; none: NoLeaves } {
  const wanted = new WantedPaths(paths);
  if (scope === "MessageAttributes") {
    const usable = Object.entries(attributes ?? {}).filter(([, { Type }]) => typeOf(Type) !== "Binary");
    if (usable.length === 0) return { none: { sentence: "no attributes" } };
    // Whatever the policy names: one such value loses the whole message.
    for (const [name, { Type, Value = "" }] of usable) {
      const sentence = findUnreadable(typeOf(Type), Value);
      if (sentence !== null) return { none: { sentence, name } };
    }
    const leaves = new Map<string, LeafValues>();
    for (const [name, { Type, Value = "" }] of usable)
      readAttribute({ name, type: typeOf(Type), value: Value }, wanted, leaves);
    return { leaves };
  }
  const collector = new LeafCollector({ text: body, wanted, start: null });
  if (readJson(body, collector) !== null) return { none: { sentence: "body is not JSON" } };
  return collector.isObject ? { leaves: collector.leaves } : { none: { sentence: "body is not an object" } };
}

/** A label behind the type, as in `String.email`, is SNS's own business; only `String.Array` means something. */
function typeOf(type: string): string {
  return type === "String.Array" ? type : (type.split(".")[0] ?? "");
}

type Attribute = { name: string; type: string; value: string };

function readAttribute({ name, type, value }: Attribute, wanted: WantedPaths, leaves: Map<string, LeafValues>): void {
  const start = wanted.enter(wanted.start(), name, true);
  if (start === null) return;
  const collector = new LeafCollector({ text: value, wanted, start });
  if (type === "Number") collector.addSpelled(value);
  else if (type !== "String.Array") collector.text(unescapeText(value) ?? value);
  else readJson(value, collector);
  for (const [path, { strings, keys, tokens }] of collector.leaves) {
    const known = leaves.get(path);
    if (known === undefined) leaves.set(path, { strings, keys, tokens });
    else
      leaves.set(path, {
        strings: [...known.strings, ...strings],
        keys: new NumberList([...known.keys, ...keys]),
        tokens: [...known.tokens, ...tokens],
      });
  }
}
