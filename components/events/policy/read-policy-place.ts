/** What stands at a cursor inside a policy that may be unfinished. */
export type PolicyPlace = {
  /**
   * The whole policy, a key, an operator's name, a branch of `$or`, the list after a key, an element of one, or an element
   * of an operator's own list.
   */
  kind: "policy" | "key" | "operator" | "branch" | "list" | "value" | "operand";
  /** The keys around it: `$or` and operators add no name to a path. */
  path: readonly string[];
  /** What is written there already, and the span that a completion replaces. */
  typed: string;
  from: number;
  to: number;
  isQuoted: boolean;
  /** Whether a colon follows, so that the key's value stands there already. */
  hasColon: boolean;
  /** Keys that the object has before the cursor. */
  siblings: readonly string[];
};

type Frame = { opener: "{" | "["; key: string | null; keys: string[]; awaits: "key" | "colon" | "value" | "comma" };

const REST_OF_NAME = /^[\w.$-]*"?/;
const PART_OF_WORD = /[\w.$-]/;

/**
 * Finds out what may stand at the cursor. It reads only what stands before it and takes nothing amiss.
 *
 * @returns null where nothing new can stand: after a finished value or key.
 */
export function readPolicyPlace(text: string, caret: number): PolicyPlace | null {
  const frames: Frame[] = [];
  let started: number | null = null;
  for (let at = 0; at < caret; at += 1) {
    const character = text[at] ?? "";
    const frame = frames[frames.length - 1];
    if (character === '"') {
      const end = endOfString(text, at);
      if (end >= caret) {
        started = at;
        break;
      }
      if (frame) take(frame, text.slice(at + 1, end));
      at = end;
    } else if (character === "{" || character === "[") {
      frames.push({ opener: character, key: null, keys: [], awaits: character === "{" ? "key" : "value" });
    } else if (character === "}" || character === "]") {
      frames.pop();
      const outer = frames[frames.length - 1];
      if (outer) outer.awaits = "comma";
    } else if (character === ":" && frame) {
      frame.awaits = "value";
    } else if (character === "," && frame) {
      frame.awaits = frame.opener === "{" ? "key" : "value";
    } else if (PART_OF_WORD.test(character)) {
      let end = at;
      while (end < caret && PART_OF_WORD.test(text[end] ?? "")) end += 1;
      if (end === caret) {
        started = at;
        break;
      }
      if (frame) take(frame, text.slice(at, end));
      at = end - 1;
    }
  }
  return placeOf({ text, caret, frames, started });
}

/** Offset of a string's closing quote, or of the text's end. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    // An unfinished string ends with its line: what follows is read as if it were closed.
    else if (text[at] === '"' || text[at] === "\n") return at;
  }
  return text.length;
}

function take(frame: Frame, word: string): void {
  if (frame.opener === "{" && frame.awaits === "key") {
    frame.key = word;
    frame.keys.push(word);
    frame.awaits = "colon";
  } else {
    frame.awaits = "comma";
  }
}

function placeOf(read: { text: string; caret: number; frames: Frame[]; started: number | null }): PolicyPlace | null {
  const { text, caret, frames, started } = read;
  const frame = frames[frames.length - 1];
  const from = started ?? caret;
  const isQuoted = started !== null && text[started] === '"';
  const rest = isQuoted ? (REST_OF_NAME.exec(text.slice(caret))?.[0].length ?? 0) : 0;
  const common = {
    path: pathOf(frames),
    typed: text.slice(isQuoted ? from + 1 : from, caret),
    from,
    to: caret + rest,
    isQuoted,
    hasColon: /^\s*:/.test(text.slice(caret + rest)),
    siblings: frame?.keys ?? [],
  };
  if (frame === undefined) return text.trim() === "" ? { ...common, kind: "policy" } : null;
  const last = frames.length - 1;
  if (frame.opener === "[") {
    if (frame.awaits !== "value") return null;
    if (frames[last - 1]?.key === "$or") return { ...common, kind: "branch" };
    return { ...common, kind: isRule(frames, last - 1) ? "operand" : "value" };
  }
  if (frame.awaits === "value") {
    return isQuoted || frame.key === "$or" || isRule(frames, last) ? null : { ...common, kind: "list" };
  }
  if (frame.awaits !== "key") return null;
  // The keys around a new key are those of the objects outside.
  const around = { ...common, path: pathOf(frames.slice(0, last)) };
  if (!isRule(frames, last)) return { ...around, kind: "key" };
  return frame.keys.length === 0 ? { ...around, kind: "operator" } : null;
}

/** Whether a frame is an object in the list of a key, which holds an operator, and no branch of a `$or`. */
function isRule(frames: readonly Frame[], index: number): boolean {
  const isInList = frames[index]?.opener === "{" && frames[index - 1]?.opener === "[";
  return isInList && frames[index - 2]?.key !== "$or";
}

function pathOf(frames: readonly Frame[]): string[] {
  return frames.flatMap(({ opener, key }, index) => {
    return opener === "{" && key !== null && key !== "$or" && !isRule(frames, index) ? [key] : [];
  });
}
