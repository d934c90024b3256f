/**
 * Beginnings (or endings) of texts. None kept begins with another, so that only the nearest one before a text can be its
 * beginning, and one binary search finds it.
 */
export class PrefixSet {
  private readonly sorted: readonly string[];
  private readonly isAtEnd: boolean;
  private readonly shortest: number;
  /** What all of them begin with: it need not be compared again and again. */
  private common = 0;

  /** @param side at which the texts have to stand; from the end they are read backwards. */
  constructor(texts: readonly string[], side: "start" | "end") {
    this.isAtEnd = side === "end";
    const kept: string[] = [];
    for (const text of [...texts].sort((one, other) => this.compare(one, other))) {
      const last = kept[kept.length - 1];
      if (last === undefined || !this.stands(last, text)) kept.push(text);
    }
    this.sorted = kept;
    this.shortest = kept.reduce((length, text) => Math.min(length, text.length), Number.POSITIVE_INFINITY);
    const [first = "", last = ""] = [kept[0], kept[kept.length - 1]];
    while (this.common < this.shortest && this.codeAt(first, this.common) === this.codeAt(last, this.common))
      this.common += 1;
  }

  /** Whether a text begins (or ends) with one of them. */
  hasPrefixOf(text: string): boolean {
    const [first] = this.sorted;
    if (first === undefined || text.length < this.shortest) return false;
    for (let index = 0; index < this.common; index += 1) {
      if (this.codeAt(first, index) !== this.codeAt(text, index)) return false;
    }
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
    for (let index = this.common; index < length; index += 1) {
      const difference = this.codeAt(one, index) - this.codeAt(other, index);
      if (difference !== 0) return difference;
    }
    return one.length - other.length;
  }

  private codeAt(text: string, index: number): number {
    return text.charCodeAt(this.isAtEnd ? text.length - 1 - index : index);
  }
}
