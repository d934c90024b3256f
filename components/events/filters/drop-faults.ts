import type { ConditionFault } from "#server/vocabulary/condition-faults";

/** Takes what was not understood out of the address, without asking the server for the page again. */
export function dropFaults(faults: readonly ConditionFault[]): void {
  const params = new URLSearchParams(location.search);
  for (const { key } of faults) params.delete(key);
  const query = params.toString();
  window.history.pushState(null, "", query === "" ? location.pathname : `?${query}`);
}
