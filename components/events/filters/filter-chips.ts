import type { EventFilter } from "#server/vocabulary/event-filter";

/** One condition as a chip: what it is about, its value, and the filter without it. */
export type FilterChip =
  | { kind: "members" | "actions" | "changed" | "device" | "ip" | "correlation"; value: string; without: EventFilter }
  | { kind: "attribute"; side: "was" | "became" | "either"; name: string; value: string; without: EventFilter }
  | { kind: "from" | "to"; value: string; without: EventFilter }
  | { kind: "unpublished"; without: EventFilter };

/** Every condition of a filter, each removable by itself. */
export function chipsOf(filter: EventFilter): FilterChip[] {
  const chips: FilterChip[] = [];
  for (const kind of ["members", "actions", "changed"] as const) {
    const { [kind]: values = [], ...others } = filter;
    for (const value of values) {
      const left = values.filter((other) => other !== value);
      chips.push({ kind, value, without: left.length > 0 ? { ...others, [kind]: left } : others });
    }
  }
  const { attributes = [], ...noAttributes } = filter;
  for (const condition of attributes) {
    const left = attributes.filter((other) => other !== condition);
    const { side, name, value } = condition;
    const without = left.length > 0 ? { ...noAttributes, attributes: left } : noAttributes;
    chips.push({ kind: "attribute", side, name, value: String(value), without });
  }
  for (const kind of ["device", "ip", "correlation", "from", "to"] as const) {
    const { [kind]: value, ...without } = filter;
    if (value !== undefined) chips.push({ kind, value, without });
  }
  const { unpublished, ...published } = filter;
  if (unpublished) chips.push({ kind: "unpublished", without: published });
  return chips;
}
