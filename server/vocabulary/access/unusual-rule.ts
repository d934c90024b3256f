/** Below so many members nothing is unusual, whatever was usual. */
export const FEWEST_MEMBERS = 20;
/** So many times the usual is unusual. */
export const TIMES_USUAL = 3;
/** What is usual on a day is the average of the days with work among the 30 before; with fewer than these there is none yet. */
export const FEWEST_DAYS = 3;

/** Whether somebody saw many more members than is usual: as a day and a week are judged everywhere. */
export function isUnusual({ members, usual }: { members: number; usual: number }): boolean {
  return members >= FEWEST_MEMBERS && members >= TIMES_USUAL * usual;
}
