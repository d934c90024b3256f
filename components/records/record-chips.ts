import type { RecordFilters } from "#server/vocabulary/record-view";
import type { RecordParams } from "./record-params.ts";

/** One condition as a chip: what it is about, its value, and what is asked for without it. */
export type RecordChip = { kind: "member" | "from" | "to" | "own"; name: string; value: string; without: RecordParams };

/** Every condition, each removable by itself. */
export function recordChipsOf(asked: RecordParams): RecordChip[] {
  const { memberId, ...anyMember } = asked;
  const { own = {}, ...period } = asked.filters;
  const chips: RecordChip[] = [];
  if (memberId !== undefined) chips.push({ kind: "member", name: "member", value: memberId, without: anyMember });
  for (const kind of ["from", "to"] as const) {
    const { [kind]: value, ...filters } = asked.filters;
    if (value !== undefined) chips.push({ kind, name: kind, value, without: { ...asked, filters } });
  }
  for (const [name, value] of Object.entries(own)) {
    const { [name]: _, ...left } = own;
    const filters: RecordFilters = Object.keys(left).length > 0 ? { ...period, own: left } : period;
    chips.push({ kind: "own", name, value, without: { ...asked, filters } });
  }
  return chips;
}
