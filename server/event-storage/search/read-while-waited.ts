import { bounded, type Waiting } from "../../bounded.ts";
import type { Executor } from "../../db.ts";
import { DomainError } from "../../errors.ts";

/**
 * Reads for somebody who may stop waiting: then what is read ends in the database, too. Without anybody it is read as it is.
 *
 * @throws DomainError "conflict" once nobody waits; "unavailable" when the database's own limit ended it.
 */
export async function readWhileWaited<T extends object>(
  db: Executor,
  waiting: Waiting | undefined,
  read: (reader: Executor) => Promise<T>,
): Promise<T> {
  if (waiting?.signal === undefined) return read(db);
  const answer = await bounded(db, { waiting }, read);
  if (answer !== null) return answer;
  if (waiting.signal.aborted) {
    throw new DomainError("conflict", "Nobody waited for the answer any more, so it was not read to its end.");
  }
  throw new DomainError(
    "unavailable",
    "The search took too long and was stopped. Narrow the period or add a condition.",
  );
}
