/** How far the names on the way into a message go along the wanted paths: those from `first` to before `end` still fit. */
export interface PathCursor {
  first: number;
  end: number;
  /** Characters of the path that are behind. */
  length: number;
}

/**
 * The paths that a policy asks for, walked name by name. Joined names decide, so that `{"a.b": x}` and `{"a": {"b": x}}`
 * are one path. A step costs the length of its name and a logarithm of the number of paths: no path is ever joined.
 */
export class WantedPaths {
  private readonly paths: readonly string[];

  constructor(paths: Iterable<string>) {
    this.paths = [...new Set(paths)].sort();
  }

  start(): PathCursor {
    return { first: 0, end: this.paths.length, length: 0 };
  }

  /** The way one name deeper; null when no wanted path begins so. */
  enter(cursor: PathCursor, name: string, isTop: boolean): PathCursor | null {
    const step = isTop ? name : `.${name}`;
    const { end, length } = cursor;
    const first = this.search(cursor.first, end, length, step, 0);
    if (first === end || !this.paths[first]?.startsWith(step, length)) return null;
    const last = first + 1 === end ? end : this.search(first, end, length, step, 1);
    return { first, end: last, length: length + step.length };
  }

  /** The wanted path that ends exactly here. */
  pathAt({ first, length }: PathCursor): string | undefined {
    const path = this.paths[first];
    return path?.length === length ? path : undefined;
  }

  /** The first place among some paths whose continuation lies at or behind `step`: behind its continuations with `bound` 1. */
  private search(first: number, end: number, length: number, step: string, bound: 0 | 1): number {
    let [low, high] = [first, end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareAt(this.paths[middle] ?? "", length, step) < bound) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Orders what stands in `text` from `offset` against `step`; 0 when it begins with it. */
function compareAt(text: string, offset: number, step: string): -1 | 0 | 1 {
  if (text.startsWith(step, offset)) return 0;
  for (let index = 0; index < step.length; index += 1) {
    // Behind the end it is NaN, which is less than everything.
    const difference = text.charCodeAt(offset + index) - step.charCodeAt(index);
    if (difference !== 0) return difference > 0 ? 1 : -1;
  }
  return 0;
}
