const NONE = new Float64Array(0);

/** As many as V8 keeps beside its objects. */
const FIRST_SIZE = 8;

/**
 * A list of numbers that only grows. A plain array boxes or copies doubles as it grows, which took two thirds of the time
 * to read a body of nothing but numbers (bench/filter-policy-time.ts).
 */
export class NumberList {
  private numbers = NONE;
  private count = 0;

  constructor(first: Iterable<number> = []) {
    for (const value of first) this.push(value);
  }

  get length(): number {
    return this.count;
  }

  push(value: number): void {
    if (this.count === this.numbers.length) {
      const larger = new Float64Array(Math.max(FIRST_SIZE, this.count * 2));
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.count] = value;
    this.count += 1;
  }

  find(accepts: (value: number) => boolean): number | undefined {
    return this.numbers.subarray(0, this.count).find(accepts);
  }

  /** The first numbers, at most `limit`. */
  first(limit: number): number[] {
    return [...this.numbers.subarray(0, Math.min(limit, this.count))];
  }

  [Symbol.iterator](): Iterator<number> {
    return this.numbers.subarray(0, this.count).values();
  }
}
