import { readWordOnce } from "#server/vocabulary/address/page-params";
import type { ConditionFault } from "#server/vocabulary/condition-faults";

/** The parts of a member's page. */
const memberTabs = ["timeline", "records", "state", "erasure"] as const;
export type MemberTab = (typeof memberTabs)[number];

/** The parts of a member's page for whoever may erase, and for the others. */
export function tabsFor(mayErase: boolean): MemberTab[] {
  return memberTabs.filter((tab) => tab !== "erasure" || mayErase);
}

/** The part that an address names; without a name it is the timeline. A name of none is a fault. */
export function readMemberTab(
  params: URLSearchParams,
  mayErase: boolean,
): { tab: MemberTab; faults: ConditionFault[] } {
  const { value, faults } = readWordOnce(params, "tab", tabsFor(mayErase));
  return { tab: value ?? "timeline", faults };
}
