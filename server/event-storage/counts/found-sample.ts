import type { SQL } from "drizzle-orm";
import type { Executor } from "../../db.ts";
import type { Selection } from "../conditions/selection.ts";
import { findEvents } from "../search/find-events.ts";

/** So many found events are looked at where no count is kept of what conditions find. */
export const SAMPLE = 10_000;

/** The newest events that were found: a query of their ids, one more than a sample has where there are more. */
export type FoundSample = { ids: SQL; isPartial: boolean };

/** Finds the newest events of a selection, bounded as a search is. */
export async function findSample(db: Executor, selection: Selection): Promise<FoundSample> {
  const { ids, partial } = await findEvents(db, selection, { cursor: undefined, limit: SAMPLE + 1 });
  return { ids, isPartial: partial };
}
