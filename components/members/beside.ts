import { readTextOnce } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";
import { ruleOf } from "#server/vocabulary/conditions";

/** The parameter that names the members who stand beside the one of the page. */
export const BESIDE = "beside";

/** The server takes so many. */
export const MOST_BESIDE = 9;

/** The members beside, as the address has them; each once, and not the member of the page. What of them cannot be read is a fault. */
export function readBeside(params: URLSearchParams, memberId: string): { ids: string[]; faults: ConditionFault[] } {
  const { value = "", faults } = readTextOnce(params, BESIDE);
  const ids: string[] = [];
  for (const part of value.split(",")) {
    const id = decoded(part);
    if (id === null) faults.push({ key: BESIDE, value: part, rule: "written", expected: "4711,4712" });
    else if (id.length > ruleOf("member").longest)
      faults.push({ key: BESIDE, value: id, rule: "long", expected: String(ruleOf("member").longest) });
    else if (id !== "" && id !== memberId && !ids.includes(id)) ids.push(id);
  }
  if (ids.length > MOST_BESIDE)
    faults.push({ key: BESIDE, value: null, rule: "many-values", expected: String(MOST_BESIDE) });
  return { ids, faults };
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

/** The members beside, for the address. */
export function writeBeside(ids: readonly string[]): string {
  return ids.map(encodeURIComponent).join(",");
}
