import type { Viewer } from "#server/vocabulary/access/viewer";

/** Below this a week is a quiet one, whatever was usual. */
const MANY = 20;
const TIMES_USUAL = 3;

/** Whether somebody saw many more members than in the weeks before. */
export function isUnusual({ members, usual }: Pick<Viewer, "members" | "usual">): boolean {
  return members >= MANY && members > TIMES_USUAL * usual;
}
