import { readTextOnce, unknownParams } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import { type LinkKind, linkKinds } from "#server/vocabulary/explore/links";

/** Whose links the address asks: of a value, of a member, or of nothing yet. */
type Asked = { of: { kind: LinkKind; value: string } | { memberId: string } | null; faults: ConditionFault[] };

const kinds = [...linkKinds, "member"] as const;

/** What the address of the links asks. Two values at once are a fault, as is what is no value; how long each may be, the server says. */
export function readLinksParams(params: URLSearchParams): Asked {
  const [kind, ...others] = kinds.filter((one) => params.has(one));
  const unknown = unknownParams(params, kinds);
  if (kind === undefined) return { of: null, faults: unknown };
  const { value = "", faults } = readTextOnce(params, kind);
  const isEmpty = faults.length === 0 && value.trim() === "";
  return {
    of: kind === "member" ? { memberId: value } : { kind, value },
    faults: [
      ...faults,
      ...(isEmpty ? [{ key: kind, value, rule: "empty" as const, expected: "" }] : []),
      ...others.map((key): ConditionFault => ({ key, value: null, rule: "only-one", expected: kind })),
      ...unknown,
    ],
  };
}
