import { type JsonVisitor, readJson } from "./json-reader.ts";
import type { PolicyMessage, PolicyScope } from "./policy.ts";
import { literalToken, numberToken, stringToken, type Token } from "./typed-token.ts";
import { type PathCursor, WantedPaths } from "./wanted-paths.ts";

/** What a message has at the wanted paths; a path without a value is missing. */
export type Leaves = ReadonlyMap<string, readonly Token[]>;

/** Why a message passes no policy but the empty one. */
export type NoLeaves = "no attributes" | "body is not JSON" | "body is not an object";

/**
 * The values of a message at the paths that a policy asks for. Nested names are joined by dots, the elements of arrays
 * stand at the array's path, empty arrays and objects leave nothing.
 */
export function messageLeaves(
  { attributes, body }: PolicyMessage,
  scope: PolicyScope,
  paths: Iterable<string>,
): { leaves: Leaves; none?: never } | { leaves?: never; none: NoLeaves } {
  const collector = new LeafCollector(new WantedPaths(paths));
  if (scope === "MessageAttributes") {
    const usable = Object.entries(attributes ?? {}).filter(([, { Type }]) => typeOf(Type) !== "Binary");
    if (usable.length === 0) return { none: "no attributes" };
    for (const [name, { Type, Value = "" }] of usable) collector.addAttribute(name, typeOf(Type), Value);
    return { leaves: collector.leaves };
  }
  if (readJson(body ?? "", collector.visitAt(null)) !== null) return { none: "body is not JSON" };
  return collector.isObject ? { leaves: collector.leaves } : { none: "body is not an object" };
}

/** A label behind the type, as in `String.email`, is SNS's own business; only `String.Array` means something. */
function typeOf(type: string): string {
  return type === "String.Array" ? type : (type.split(".")[0] ?? "");
}

/** Double quotes and backslashes of an attribute are seen escaped by a policy on attributes, as the AWS guide has it. */
export function escapeAttribute(value: string): string {
  return value.replace(/["\\]/g, "\\$&");
}

class LeafCollector {
  readonly leaves = new Map<string, Token[]>();
  isObject = false;
  private readonly wanted: WantedPaths;

  constructor(wanted: WantedPaths) {
    this.wanted = wanted;
  }

  addAttribute(name: string, type: string, value: string): void {
    const cursor = this.wanted.enter(this.wanted.start(), name, true);
    if (cursor === null) return;
    if (type === "Number") this.add(cursor, numberToken(value.trim()));
    else if (type !== "String.Array") this.add(cursor, stringToken(escapeAttribute(value)));
    else {
      // Text that is no JSON leaves nothing, not even what came before its fault.
      const ofAttribute = new LeafCollector(this.wanted);
      if (readJson(value, ofAttribute.visitAt(cursor)) !== null) return;
      for (const [path, tokens] of ofAttribute.leaves)
        this.leaves.set(path, [...(this.leaves.get(path) ?? []), ...tokens]);
    }
  }

  /**
   * Collects from a JSON text.
   *
   * @param top where its value stands: null for a body, whose names begin the paths.
   */
  visitAt(top: PathCursor | null): JsonVisitor {
    const isBody = top === null;
    const containers: { isObject: boolean; cursor: PathCursor | null }[] = [];
    let next: PathCursor | null = top ?? this.wanted.start();
    const afterValue = () => {
      const inside = containers[containers.length - 1];
      next = inside === undefined || inside.isObject ? null : inside.cursor;
    };
    const add = (token: () => Token | null) => {
      if (next !== null && (containers.length > 0 || !isBody)) this.add(next, token());
      afterValue();
    };
    const read = (value: string) => stringToken(isBody ? value : escapeAttribute(value));
    return {
      open: (container) => {
        if (containers.length === 0) this.isObject = container === "object";
        containers.push({ isObject: container === "object", cursor: next });
        afterValue();
      },
      close: () => {
        containers.pop();
        afterValue();
      },
      key: (name) => {
        const cursor = containers[containers.length - 1]?.cursor ?? null;
        next = cursor === null ? null : this.wanted.enter(cursor, name, isBody && containers.length === 1);
      },
      text: (value) => add(() => read(value)),
      number: (spelled) => add(() => numberToken(spelled)),
      literal: (name) => add(() => literalToken(name)),
    };
  }

  private add(cursor: PathCursor, token: Token | null): void {
    const path = this.wanted.pathAt(cursor);
    if (path === undefined || token === null) return;
    const tokens = this.leaves.get(path);
    if (tokens === undefined) this.leaves.set(path, [token]);
    else tokens.push(token);
  }
}
