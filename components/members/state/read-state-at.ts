import { readMomentOnce, unknownParams } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";

const AT = "at";
const ASIDE = ["tab", "event"];

/** The moment of which a member's state is asked: as it was written, and its last millisecond; null for now. */
export type AskedState = { written: string | null; at: string | null; faults: ConditionFault[] };

/** The moment that stands in the address. "At 13:59" is after everything of that minute; what cannot be read is not now. */
export function readStateAt(params: URLSearchParams): AskedState {
  const { value, faults } = readMomentOnce(params, AT);
  const others = new URLSearchParams([...params].filter(([name]) => !ASIDE.includes(name)));
  return {
    written: value?.written ?? null,
    at: value === undefined ? null : new Date(Date.parse(value.end) - 1).toISOString(),
    faults: [...faults, ...unknownParams(others, [AT])],
  };
}

/** The address of a member's state at a moment as it was written, or now. */
export function stateAtQuery(written: string | null): string {
  return `?${new URLSearchParams({ tab: "state", ...(written !== null && { [AT]: written }) })}`;
}
