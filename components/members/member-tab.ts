/** The parts of a member's page. */
export const memberTabs = ["timeline", "records", "state", "erasure"] as const;
export type MemberTab = (typeof memberTabs)[number];

/** The part that a URL names; what it does not know is the timeline. */
export function memberTabOf(text: string | null): MemberTab {
  return memberTabs.find((tab) => tab === text) ?? "timeline";
}
