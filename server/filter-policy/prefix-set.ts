/**
 * Beginnings (or endings) of texts. None kept begins with another, so that only the nearest one before a text can be its
 * beginning, and one binary search finds it.
 */
export class PrefixSet {
  private readonly sorted: readonly string[];
  private readonly isAtEnd: boolean;

  /** @param side at which the texts have to stand; from the end they are read backwards. */
  constructor(texts: readonly string[], side: "start" | "end") {
    this.isAtEnd = side === "end";
    const kept: string[] = [];
    for (const text of [...texts].sort((one, other) => this.compare(one, other))) {
      const last = kept[kept.length - 1];
      if (last === undefined || !this.stands(last, text)) kept.push(text);
    }
    this.sorted = kept;
  }

  /** Whether a text begins (or ends) with one of them. */
  hasPrefixOf(text: string): boolean {
    let [low, high] = [0, this.sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(this.sorted[middle] ?? "", text) <= 0) low = middle + 1;
      else high = middle;
    }
    const nearest = this.sorted[low - 1];
    return nearest !== undefined && this.stands(nearest, text);
  }

  private stands(part: string, text: string): boolean {
    return this.isAtEnd ? text.endsWith(part) : text.startsWith(part);
  }

  /** By characters from the side on; the engine's own comparison is slower on parts of a large text. */
  private compare(one: string, other: string): number {
    const length = Math.min(one.length, other.length);
    for (let index = 0; index < length; index += 1) {
      const difference = this.isAtEnd
        ? one.charCodeAt(one.length - 1 - index) - other.charCodeAt(other.length - 1 - index)
        : one.charCodeAt(index) - other.charCodeAt(index);
      if (difference !== 0) return difference;
    }
    return one.length - other.length;
  }
}
