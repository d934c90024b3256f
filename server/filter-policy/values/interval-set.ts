/** Values from `from` to `to`; an open end does not belong to it. */
export interface Interval<T extends number | string> {
  from: T;
  fromOpen: boolean;
  to: T;
  toOpen: boolean;
}

/** Intervals, joined where they meet: one binary search tells whether a value lies in any of them. */
export class IntervalSet<T extends number | string> {
  readonly isEmpty: boolean;
  private readonly joined: readonly Interval<T>[];
  /** Where they begin, beside them: the search compares nothing else. */
  private readonly starts: readonly T[];

  constructor(intervals: readonly Interval<T>[]) {
    const sorted = [...intervals].sort((one, other) => {
      if (one.from === other.from) return Number(one.fromOpen) - Number(other.fromOpen);
      return one.from < other.from ? -1 : 1;
    });
    const joined: Interval<T>[] = [];
    for (const next of sorted) {
      const last = joined[joined.length - 1];
      if (last === undefined || !meets(last, next)) joined.push({ ...next });
      else if (next.to > last.to || (next.to === last.to && last.toOpen)) {
        Object.assign(last, { to: next.to, toOpen: next.toOpen });
      }
    }
    this.joined = joined;
    this.starts = joined.map(({ from }) => from);
    this.isEmpty = joined.length === 0;
  }

  has(value: T): boolean {
    let [low, high] = [0, this.starts.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = this.starts[middle];
      if (start !== undefined && start <= value) low = middle + 1;
      else high = middle;
    }
    // One that begins at the value and is open there leaves it out, and so does the one before: they would have been joined.
    const nearest = this.joined[low - 1];
    if (nearest === undefined || (nearest.from === value && nearest.fromOpen)) return false;
    return value < nearest.to || (value === nearest.to && !nearest.toOpen);
  }
}

/** Whether `next`, which begins no earlier, continues `last` without a gap. */
function meets<T extends number | string>(last: Interval<T>, next: Interval<T>): boolean {
  return next.from < last.to || (next.from === last.to && !(next.fromOpen && last.toOpen));
}
